"""The operations of openapi.json, as the tests that go through all of them see them."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

FILE = Path(__file__).parents[2] / "openapi.json"
DOCUMENT: dict[str, Any] = json.loads(FILE.read_text())


ANYBODYS = ("subjectType", "subjectId", "userId")  # no things; administrators may name every user


class Operation(NamedTuple):
    method: str
    path: str
    door: str  # the function behind it
    is_open: bool
    query: dict[str, Any]  # schemas by name
    body: str | None  # name of the schema

    @property
    def name(self) -> str:
        return f"{self.method} {self.path}"

    @property
    def in_path(self) -> list[str]:
        return re.findall(r"{(\w+)}", self.path)

    @property
    def ids(self) -> list[str]:
        """Whatever names a thing that belongs to somebody: in the path, in the query, in the body."""
        fields = self.query | (schema(self.body)["properties"] if self.body else {})
        names = [*self.in_path, *(name for name, field in fields.items() if "uuid" in json.dumps(field))]
        return [name for name in names if name not in ANYBODYS]


def schema(name: str) -> dict[str, Any]:
    found: dict[str, Any] = DOCUMENT["components"]["schemas"][name]
    return found


def reachable(name: str) -> set[str]:
    """The schema and all that it is made of."""
    seen, waiting = set[str](), {name}
    while waiting:
        seen |= waiting
        named = re.findall(r"#/components/schemas/(\w+)", json.dumps([schema(each) for each in waiting]))
        waiting = set(named) - seen
    return seen


def _operations() -> Iterator[Operation]:
    for path, methods in DOCUMENT["paths"].items():
        for method, told in methods.items():
            query = {one["name"]: one["schema"] for one in told["parameters"] if one["in"] == "query"}
            content = told.get("requestBody", {}).get("content", {})
            body = content["application/json"]["schema"]["$ref"].rpartition("/")[2] if content else None
            yield Operation(method.upper(), path, told["tags"][0], told.get("security") == [], query, body)


OPERATIONS = list(_operations())
