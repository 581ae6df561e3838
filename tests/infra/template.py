"""A CloudFormation template to ask questions of."""

import re
from collections.abc import Callable, Iterator
from typing import Any

Resource = dict[str, Any]


class Template:
    def __init__(self, body: dict[str, Any]) -> None:
        self.body = body
        self.resources: dict[str, Resource] = body["Resources"]

    def of_type(self, kind: str) -> dict[str, Resource]:
        """Properties by logical id."""
        found = self.resources.items()
        return {name: resource.get("Properties", {}) for name, resource in found if resource["Type"] == kind}

    def functions(self) -> dict[str, Resource]:
        """Our own functions by the name of their door; CDK's helpers have no name."""
        named = (each for each in self.of_type("AWS::Lambda::Function").values() if "FunctionName" in each)
        return {door_of(each["FunctionName"]): each for each in named}

    def logical_id(self, function: Resource) -> str:
        return next(name for name, each in self.of_type("AWS::Lambda::Function").items() if each is function)

    def policies_of(self, door: str) -> list[Resource]:
        """The statements that were written for a function."""
        role = self.functions()[door]["Role"]["Fn::GetAtt"][0]
        policies = self.of_type("AWS::IAM::Policy").values()
        mine = [policy for policy in policies if {"Ref": role} in policy["Roles"]]
        return [statement for policy in mine for statement in policy["PolicyDocument"]["Statement"]]

    def actions_of(self, door: str) -> set[str]:
        return {action for statement in self.policies_of(door) for action in as_list(statement["Action"])}


def statements(resources: Any) -> Iterator[Resource]:
    """Every statement of every policy in there, wherever it stands."""
    yield from (each for each in _walk(resources) if "Effect" in each and "Action" in each)


def door_of(function_name: str) -> str:
    """`brigade-dev-generate-chunk` -> `generate_chunk`."""
    return re.sub(r"^brigade-[a-z]+-", "", function_name).replace("-", "_")


def as_list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _walk(value: Any) -> Iterator[Resource]:
    if isinstance(value, dict):
        yield value
        value = list(value.values())
    if isinstance(value, list):
        for each in value:
            yield from _walk(each)


Synthesise = Callable[[str], Template]  # the template of the environment of this name
