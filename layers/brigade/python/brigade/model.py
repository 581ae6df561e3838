"""The two shapes of every message: strict and frozen inside, camelCase where JSON leaves the house."""

from pydantic import BaseModel, ConfigDict
from pydantic.alias_generators import to_camel


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
