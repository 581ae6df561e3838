"""Parts of what a provider answered, which may be of any kind."""

from collections.abc import Mapping
from typing import Any


def fields_of(value: Any) -> Mapping[str, Any]:
    """The value where it is an object, else an empty one."""
    return value if isinstance(value, Mapping) else {}


def objects_in(value: Any) -> list[Mapping[str, Any]]:
    """The objects in the value where it is a list."""
    return [each for each in value if isinstance(each, Mapping)] if isinstance(value, list) else []
