"""Administrators, by the function that makes them: whoever may invoke it may make one, there is no route to it."""

import json
from dataclasses import dataclass
from typing import Any

from local.problem import Problem

HINTS = {
    "InvalidRequest": "Is it an address, such as you@example.org?",
    "EmailTaken": "A forgotten password is replaced on the dashboard.",
}


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
        kind = said.get("errorType")
        words = f"{email} was not made an administrator: {said.get('errorMessage')} ({kind})"
        raise Problem(words, hint=HINTS.get(kind, ""), exit_code=2 if kind in HINTS else 4)
    return Admin(**said)
