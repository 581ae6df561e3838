"""The two shapes of every message: strict and frozen inside, camelCase where JSON leaves the house."""

from collections.abc import Mapping
from typing import Any, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError
from pydantic.alias_generators import to_camel

Stored = TypeVar("Stored", bound=BaseModel)


class Message(BaseModel):
    """A strict value: unknown fields are refused, nothing changes after it is made."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)


class Wire(Message):
    """A `Message` whose JSON names are camelCase (`to_wire`)."""

    model_config = ConfigDict(
        extra="forbid",
        frozen=True,
        hide_input_in_errors=True,
        alias_generator=to_camel,
        populate_by_name=True,
        serialize_by_alias=True,
    )


def names_of(model: type[BaseModel]) -> set[str]:
    """Every name that a field of this message goes by."""
    return {name for field, info in model.model_fields.items() for name in (field, info.alias) if name}


def salvaged(model: type[Stored], values: Mapping[str, Any], needed: Mapping[str, Any]) -> tuple[Stored, set[str]]:
    """What can be read of a message that was stored, perhaps by another release, and the names of what cannot.

    Unknown fields are passed over. One that breaks a rule takes its default, or its value in `needed`; raises
    ValidationError where it has neither.
    """
    known = {name: value for name, value in values.items() if name in names_of(model)}
    try:
        return model.model_validate(known), set()
    except ValidationError as error:
        broken = {str(fault["loc"][0]) for fault in error.errors() if fault["loc"]}
    sound = {name: value for name, value in known.items() if name not in broken}
    return model.model_validate({**needed, **sound}), broken
