"""The record of a picture."""

from brigade.images.prompt import alt_text, image_prompt
from brigade.images.record import placeholder_record
from tests.unit.images.factories import NOON, a_brief, a_recipe_id, a_record


def test_a_picture_is_shown_under_the_first_of_its_keys() -> None:
    record = a_record(a_brief(), attempt=2, keys=["recipes/a/large-2.webp", "recipes/a/original-2.jpg"])
    assert record.url == "https://images.test/recipes/a/large-2.webp"
    assert (record.retry_count, record.quality_score, record.is_placeholder) == (2, 80, False)
    assert (record.prompt, record.alt_text) == (image_prompt(a_brief(), 2), alt_text(a_brief(), 2))


def test_a_placeholder_says_why_and_holds_no_fingerprint() -> None:
    record = placeholder_record(
        a_recipe_id(),
        2,
        images_url="https://images.test",
        maker=("openai", "m"),
        cost_micros=0,
        at=NOON,
        reason="Refused.",
    )
    assert record.url == "https://images.test/placeholder.webp"
    assert (record.is_placeholder, record.fingerprint, record.quality_score) == (True, None, 0)
    assert (record.reason, record.keys) == ("Refused.", [])
