"""A simple check of a value against a JSON schema: the part of it that strict structured outputs may use."""

from typing import Any

TYPES: dict[str, tuple[type, ...]] = {
    "object": (dict,),
    "array": (list,),
    "string": (str,),
    "boolean": (bool,),
    "integer": (int,),
    "number": (int, float),
    "null": (type(None),),
}


def misfit(value: Any, schema: dict[str, Any], root: dict[str, Any] | None = None, at: str = "$") -> str | None:
    """The first place where the value does not fit, in words; None where it fits."""
    root = root if root is not None else schema
    schema = _resolved(schema, root)
    if "anyOf" in schema:
        reasons = [misfit(value, each, root, at) for each in schema["anyOf"]]
        return None if None in reasons else reasons[0]
    if "enum" in schema and value not in schema["enum"]:
        return f"{at} is not one of {schema['enum']}"
    return _type_misfit(value, schema, at) or _inner_misfit(value, schema, root, at)


def _resolved(schema: dict[str, Any], root: dict[str, Any]) -> dict[str, Any]:
    while "$ref" in schema:
        target: Any = root
        for step in schema["$ref"].removeprefix("#/").split("/"):
            target = target[step]
        schema = target
    return schema


def _type_misfit(value: Any, schema: dict[str, Any], at: str) -> str | None:
    kinds = schema.get("type", [])
    kinds = [kinds] if isinstance(kinds, str) else kinds
    allowed = tuple(kind for name in kinds for kind in TYPES[name])
    if allowed and (not isinstance(value, allowed) or (isinstance(value, bool) and "boolean" not in kinds)):
        return f"{at} is not of type {' or '.join(kinds)}"
    return None


def _inner_misfit(value: Any, schema: dict[str, Any], root: dict[str, Any], at: str) -> str | None:
    if isinstance(value, dict):
        return _object_misfit(value, schema, root, at)
    if isinstance(value, list):
        return _array_misfit(value, schema, root, at)
    if isinstance(value, int | float):
        return _number_misfit(value, schema, at)
    return None


def _object_misfit(value: dict[str, Any], schema: dict[str, Any], root: dict[str, Any], at: str) -> str | None:
    properties = schema.get("properties", {})
    if missing := [name for name in schema.get("required", []) if name not in value]:
        return f"{at} lacks {missing[0]}"
    if schema.get("additionalProperties") is False and (extra := set(value) - set(properties)):
        return f"{at} holds {sorted(extra)[0]}, which the schema does not know"
    inner = (misfit(value[name], properties[name], root, f"{at}.{name}") for name in value if name in properties)
    return next((reason for reason in inner if reason), None)


def _array_misfit(value: list[Any], schema: dict[str, Any], root: dict[str, Any], at: str) -> str | None:
    if not schema.get("minItems", 0) <= len(value) <= schema.get("maxItems", len(value)):
        return f"{at} holds {len(value)} items"
    items = schema.get("items", {})
    inner = (misfit(item, items, root, f"{at}[{index}]") for index, item in enumerate(value))
    return next((reason for reason in inner if reason), None)


def _number_misfit(value: float, schema: dict[str, Any], at: str) -> str | None:
    if value < schema.get("minimum", value) or value > schema.get("maximum", value):
        return f"{at} is out of range"
    if "exclusiveMinimum" in schema and value <= schema["exclusiveMinimum"]:
        return f"{at} is out of range"
    return None
