"""Text from outside: what nobody sees is in no text of ours."""

import inspect
import re
import unicodedata
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Annotated, Any, get_args, get_origin

import pytest
from pydantic import BaseModel, TypeAdapter, ValidationError
from pydantic.fields import FieldInfo

from brigade.accounts.requests import NewAdmin
from brigade.generation.request import BatchRequest, parse_request
from brigade.recipes.allergens import allergens_of
from brigade.recipes.recipe import Draft
from brigade.text import text, visible

ROOT = Path(__file__).parents[2]
READERS = re.compile(r"\b(?:body_as|query_as|asked)\(app, (\w+)\)")
SECRETS = {"password", "refresh_token"}  # compared, never shown; what a new password may hold is asked when it is set
UNSEEN = [
    "\u00ad", "\u200b", "\u200c", "\u200d", "\u200e", "\u2028", "\u2029", "\u202e", "\u2060", "\u2066", "\ufeff",
    "\ufe0f", "\U000e0061", "\U000e0101", "\u034f", "\u115f", "\u3164", "\u180e", "\u2800",
]  # fmt: skip


@pytest.mark.parametrize("unseen", UNSEEN, ids=lambda char: f"{ord(char):04x}")
def test_an_allergen_is_not_hidden_by_what_nobody_sees(unseen: str) -> None:
    adapter = TypeAdapter(Annotated[str, text(100)])
    name = adapter.validate_python(f"{unseen}pea{unseen}nut butter{unseen}")
    assert name == "peanut butter"
    assert "peanuts" in allergens_of([name]).eu.contains


def test_no_format_character_or_separator_of_unicode_is_left() -> None:
    hidden = [chr(code) for code in range(0x110000) if unicodedata.category(chr(code)) in ("Cf", "Zl", "Zp")]
    assert len(hidden) > 150
    assert visible("".join(hidden)) == ""


def test_every_kind_of_space_is_a_plain_one() -> None:
    assert visible("1\u00a0kg\u2009of\u3000rice") == "1 kg of rice"


def test_letters_signs_and_line_breaks_stay_and_a_joined_emoji_falls_into_its_parts() -> None:
    kept = "Crème brûlée, 180 °C, ½ cup — 豆腐\n\tjalape\u0303no"
    assert visible(kept) == kept
    assert visible("👩\u200d🍳") == "👩🍳"


def test_a_text_of_nothing_that_is_seen_is_empty() -> None:
    with pytest.raises(ValidationError, match="1 to 100"):
        TypeAdapter(Annotated[str, text(100)]).validate_python("\u200b\ufeff\u2800")


def test_the_length_counts_what_is_seen() -> None:
    assert TypeAdapter(Annotated[str, text(3)]).validate_python("a\u200bb\u200bc") == "abc"


def test_a_request_with_hidden_characters_is_read_as_it_is_seen() -> None:
    request = parse_request(
        '{"count": 1, "mainIngredient": "to\\u200bfu", "naturalLanguagePrompt": "no\\u202e nuts"}', 5
    )
    assert (request.main_ingredient, request.natural_language_prompt) == ("tofu", "no nuts")


# --- Every text of every message from outside ----------------------------------------------------


def messages_from_outside() -> list[type[BaseModel]]:
    """The models that doors read bodies and queries as, and what a model's answer is read as."""
    found: dict[str, type[BaseModel]] = {each.__name__: each for each in (Draft, BatchRequest, NewAdmin)}
    for file in sorted((ROOT / "functions").rglob("*.py")):
        for name in READERS.findall(file.read_text()):
            module = import_module(".".join(file.relative_to(ROOT).with_suffix("").parts))
            found[name] = getattr(module, name)
    return list(found.values())


def texts_of(model: type[BaseModel], seen: set[type[BaseModel]]) -> Iterator[tuple[str, Any]]:
    """Every field, at any depth, that may be text: its name, and its type with its rules."""
    if model not in seen:
        seen.add(model)
        for name, field in model.model_fields.items():
            yield from ((f"{model.__name__}.{name}", kind) for kind in _leaves(_annotated(field), seen))


def _annotated(field: FieldInfo) -> Any:
    kind = field.annotation
    for rule in field.metadata:
        kind = Annotated[kind, rule]
    return kind


def _leaves(kind: Any, seen: set[type[BaseModel]]) -> Iterator[Any]:
    if kind is str:
        yield kind
    elif get_origin(kind) is Annotated:
        inner = get_args(kind)[0]
        if inner is str or str in get_args(inner):
            yield kind
        else:
            yield from _leaves(inner, seen)
    elif inspect.isclass(kind) and issubclass(kind, BaseModel):
        for _, leaf in texts_of(kind, seen):
            yield leaf
    else:
        for each in get_args(kind):
            yield from _leaves(each, seen)


def lets_the_unseen_in(kind: Any) -> bool:
    """Whether a text of this type can hold what nobody sees."""
    for sample in ("pea\u200bnut", "a\u202eda@example.org", "\u2060" * 43):
        try:
            if TypeAdapter(kind).validate_python(sample) == sample:
                return True
        except ValidationError:
            continue
    return False


def test_every_text_of_every_message_from_outside_is_seen() -> None:
    messages = messages_from_outside()
    assert {"Draft", "BatchRequest", "RecipeEdit", "RecipeQuery", "SignIn", "Reset", "ReviewQuery"} <= {
        each.__name__ for each in messages
    }
    texts = [each for message in messages for each in texts_of(message, set())]
    assert len(texts) > 20
    open_to_it = {name for name, kind in texts if lets_the_unseen_in(kind)}
    assert {name for name in open_to_it if name.partition(".")[2] not in SECRETS} == set()
