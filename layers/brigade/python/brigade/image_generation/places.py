"""Where what belongs to a generation lies in the work bucket. Each name is a function of what it names."""

from uuid import UUID

from brigade.providers.ledger import picture_call
from brigade.runs import first_turn

WORK = "work/generations"
MASTERS = "masters/generations"


def execution_name(generation_id: UUID, run: int) -> str:
    """Of the machine `generate_image`."""
    return f"{generation_id}-{run}"


def commission_key(generation_id: UUID, run: int) -> str:
    return f"{WORK}/{generation_id}/{run}/commission.json"


def references_key(generation_id: UUID, run: int) -> str:
    """Where the photos lie that were taken in for this run."""
    return f"{WORK}/{generation_id}/{run}/references.json"


def take_of(run: int, attempt: int) -> int:
    """The number of an attempt among those of all runs: that of a later run is above that of an earlier one."""
    return first_turn(run) + attempt


def call_id(run: int, position: int, attempt: int) -> str:
    """Of the paid call for one attempt at one picture, in the ledger."""
    return picture_call(position, take_of(run, attempt))


def master_key(generation_id: UUID, run: int, position: int, attempt: int) -> str:
    """A picture as its provider made it."""
    return f"{MASTERS}/{generation_id}/{run}/{position}-{attempt}"
