"""State `KeepPlaceholder`."""

import json
from collections.abc import Iterator
from typing import Any

import psycopg
import pytest

from brigade.errors import BucketMissing, DuplicateImage, PictureUnreadable, StorageUnavailable
from brigade.generation.messages import StepError
from brigade.images.reasons import ORIGINAL_KEPT
from brigade.progress.reasons import PLAIN_WORDS, picture_reason_of
from brigade.progress.stage import Stage
from tests.functions.photo_studio import Studio, opened_studio
from tests.unit.images.factories import BATCH, a_file, a_picture, a_telltale

PLACEHOLDER = "https://images.test/placeholder.webp"
ONE_PICTURE = a_file(a_picture(5), quality=92)


@pytest.fixture
def studio(database_url: str, db: psycopg.Connection[Any], monkeypatch: pytest.MonkeyPatch) -> Iterator[Studio]:
    with opened_studio(database_url, db, monkeypatch) as studio:
        yield studio


def fail(error: str) -> dict[str, Any]:
    return {"error": {"error": error, "cause": json.dumps({"errorType": error, "errorMessage": "internals"})}}


def test_the_recipe_keeps_its_placeholder_and_says_why(studio: Studio) -> None:
    studio.open()
    assert studio.call("keep_placeholder", **fail("ImageRefused")) is None
    assert studio.shown() == (PLACEHOLDER, True, PLAIN_WORDS["ImageRefused"])
    unit = studio.unit()
    assert (unit.stage, unit.placeholder, unit.reason) == (Stage.PLACEHOLDER, True, PLAIN_WORDS["ImageRefused"])


def test_an_unforeseen_error_shows_no_internals(studio: Studio) -> None:
    studio.open()
    studio.call("keep_placeholder", **fail("KeyError"))
    reason = studio.shown()[2]
    assert reason
    assert "internals" not in reason
    assert "KeyError" not in reason


def test_the_record_of_a_placeholder_is_kept_too(studio: Studio) -> None:
    studio.open()
    studio.paint()
    studio.call("keep_placeholder", attempt=1, **fail("ModelDown"))
    query = "select is_placeholder, quality_score, retry_count, cost_micros, reason from recipe_images"
    assert studio.db.execute(query).fetchall() == [
        (True, 0, 1, 13_200, picture_reason_of(StepError(error="ModelDown", cause="")))
    ]


def test_how_each_provider_failed_is_written_down_once(studio: Studio) -> None:
    studio.open()
    tries = [{"provider": f"openai/{model}", "error": "ModelDown", "ms": 7} for model in "ab"]
    for _ in range(2):
        studio.call("keep_placeholder", seeking={"tries": tries}, **fail("NoProviderLeft"))
    query = "select turn, model, outcome from picture_attempts order by turn"
    assert studio.db.execute(query).fetchall() == [(0, "a", "ModelDown"), (1, "b", "ModelDown")]


def test_the_asking_that_ended_the_seeking_is_written_down_too(studio: Studio) -> None:
    studio.open()
    tries = [{"provider": "openai/a", "error": "ModelDown", "ms": 7}]
    studio.call("keep_placeholder", seeking={"provider": "openai/b", "tries": tries}, **fail("ImageRefused"))
    query = "select turn, model, outcome from picture_attempts order by turn"
    assert studio.db.execute(query).fetchall() == [(0, "a", "ModelDown"), (1, "b", "ImageRefused")]


def test_after_too_many_duplicates_nothing_of_them_is_left(studio: Studio) -> None:
    studio.open()
    studio.call("upload", 0, **studio.paint(0, ONE_PICTURE))
    for attempt in range(3):
        task = studio.paint(1, ONE_PICTURE, attempt)
        with pytest.raises(DuplicateImage):
            studio.call("upload", 1, **task)
    studio.call("keep_placeholder", 1, attempt=2, **fail("DuplicateImage"))
    assert studio.shown(1) == (PLACEHOLDER, True, PLAIN_WORDS["DuplicateImage"])
    assert studio.objects().keys() == studio.recorded_keys()
    assert studio.db.execute("select count(*) from image_claims").fetchall() == [(1,)]
    query = "select cost_micros from recipe_images where is_placeholder"
    assert studio.db.execute(query).fetchall() == [(3 * 13_200,)]


@pytest.mark.parametrize("error", ["StorageUnavailable", "States.Timeout", "Lambda.Unknown", "TableBusy"])
def test_where_only_the_storing_failed_the_original_is_shown_and_flagged(studio: Studio, error: str) -> None:
    studio.open()
    task = studio.paint()
    studio.call("keep_placeholder", **task, **fail(error))
    url = f"https://images.test/{studio.brief().original_key(0)}"
    assert studio.shown() == (url, False, ORIGINAL_KEPT)
    unit = studio.unit()
    assert (unit.stage, unit.image_url, unit.imaged, unit.reason) == (Stage.DONE, url, True, ORIGINAL_KEPT)
    assert studio.objects().keys() == studio.recorded_keys()


def test_an_original_that_is_shown_holds_nothing_but_its_pixels(studio: Studio) -> None:
    studio.open()
    studio.call("keep_placeholder", **studio.paint(0, a_telltale()), **fail("States.Timeout"))
    assert b"secret" not in studio.file(studio.brief().original_key(0))


def test_the_original_must_be_unlike_other_pictures_as_well(studio: Studio) -> None:
    studio.open()
    studio.call("upload", 0, **studio.paint(0, ONE_PICTURE))
    studio.call("keep_placeholder", 1, **studio.paint(1, ONE_PICTURE), **fail("States.Timeout"))
    assert studio.shown(1) == (PLACEHOLDER, True, PLAIN_WORDS["DuplicateImage"])


def test_an_original_that_is_no_picture_is_not_shown(studio: Studio) -> None:
    studio.open()
    studio.call("keep_placeholder", **studio.paint_rubbish(), **fail("States.Timeout"))
    assert studio.shown() == (PLACEHOLDER, True, PLAIN_WORDS["PictureUnreadable"])
    assert studio.objects() == {}


def test_a_picture_that_was_stored_after_all_stays(studio: Studio) -> None:
    """The answer of `Upload` was lost, not its work."""
    studio.open()
    task = studio.paint()
    url = studio.call("upload", **task)["url"]
    for error in ("States.Timeout", "DuplicateImage"):
        studio.call("keep_placeholder", **task, **fail(error))
        assert studio.shown() == (url, False, None)
        assert studio.objects().keys() == studio.recorded_keys()
    assert studio.unit().stage is Stage.DONE


def test_a_repeat_changes_nothing(studio: Studio) -> None:
    studio.open()
    task = {**studio.paint(), **fail("DuplicateImage")}
    studio.call("keep_placeholder", **task)
    studio.call("keep_placeholder", **task)
    assert studio.shown() == (PLACEHOLDER, True, PLAIN_WORDS["DuplicateImage"])
    assert studio.objects() == {}


def test_a_closed_bucket_does_not_undo_the_end(studio: Studio, monkeypatch: pytest.MonkeyPatch) -> None:
    studio.open()
    task = studio.paint()

    def closed(*_: object) -> None:
        raise BucketMissing("closed")

    monkeypatch.setattr("brigade_io.bucket.Bucket.get_json", closed)
    studio.call("keep_placeholder", **task, **fail("StorageUnavailable"))
    assert studio.shown() == (PLACEHOLDER, True, PLAIN_WORDS["BucketMissing"])
    assert studio.unit().stage is Stage.PLACEHOLDER


def test_variants_that_were_stored_before_the_storing_failed_are_removed(
    studio: Studio, monkeypatch: pytest.MonkeyPatch
) -> None:
    studio.open()
    task = studio.paint(0)
    with monkeypatch.context() as failing:
        studio.refuse_puts(failing, "medium-0.webp", StorageUnavailable("no"))
        with pytest.raises(StorageUnavailable):
            studio.call("upload", **task)
    assert len(studio.objects()) > 1
    studio.call("keep_placeholder", **task, **fail("StorageUnavailable"))
    assert set(studio.objects()) == studio.recorded_keys() == {studio.brief().original_key(0)}


@pytest.mark.parametrize(
    ("error", "blamed"), [("KeyRefused", None), ("NotVerified", None), ("BucketMissing", "BucketMissing")]
)
def test_what_the_image_provider_refuses_never_stops_the_writing_of_texts(
    studio: Studio, error: str, blamed: str | None
) -> None:
    studio.open()
    studio.call("keep_placeholder", **fail(error))
    assert studio.batch.record(BATCH).error_code == blamed


def test_nothing_is_left_of_a_picture_that_could_not_be_read(studio: Studio) -> None:
    studio.open()
    task = studio.paint_rubbish()
    with pytest.raises(PictureUnreadable):
        studio.call("upload", **task)
    studio.call("keep_placeholder", attempt=1, **fail("ImageRefused"))
    assert studio.shown() == (PLACEHOLDER, True, PLAIN_WORDS["ImageRefused"])
    assert studio.objects() == {}
    assert studio.db.execute("select cost_micros from recipe_images").fetchall() == [(13_200,)]
