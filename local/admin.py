"""Administrators, by the function that makes them: whoever may invoke it may make one, there is no route to it."""

import json
from dataclasses import dataclass
from typing import Any

from local.problem import Problem


@dataclass(frozen=True)
class Admin:
    """`password` is known here and nowhere else."""

    id: str
    email: str
    password: str


def create_admin(functions: Any, name: str, email: str) -> Admin:
    """`functions` is a client of Lambda, `name` the function. Raises Problem where it refuses."""
    answer = functions.invoke(FunctionName=name, Payload=json.dumps({"email": email}))
    said = json.loads(answer["Payload"].read())
    if answer.get("FunctionError"):
        raise Problem(f"{email} was not made an administrator: {said.get('errorMessage')} ({said.get('errorType')})")
    return Admin(**said)
