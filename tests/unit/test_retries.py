"""The state machines and the table of retries say the same."""

import json
from collections.abc import Iterator
from math import inf, sqrt
from pathlib import Path
from typing import Any

import pytest

from brigade.errors import Rejected, Transient, leaves
from brigade.retries import (
    OUTAGE,
    OWN_STORES,
    PLAN_UNREAD,
    PLATFORM_ERRORS,
    READING_PLAN,
    RETRIES,
    THROTTLES,
    Retry,
    retry_blocks,
)

MACHINES = sorted((Path(__file__).parents[2] / "infra" / "state_machines").glob("*.asl.json"))
States = dict[str, dict[str, Any]]


def states_of(definition: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    for name, state in definition["States"].items():
        yield name, state
        if "ItemProcessor" in state:
            yield from states_of(state["ItemProcessor"])


def tasks() -> States:
    every = (states_of(json.loads(path.read_text())) for path in MACHINES)
    return {name: state for states in every for name, state in states if state["Type"] == "Task"}


def error_names() -> set[str]:
    return {name for state in tasks().values() for block in [*state["Retry"], *state.get("Catch", [])]
            for name in block["ErrorEquals"]}  # fmt: skip


def test_there_are_three_machines() -> None:
    assert [path.stem for path in MACHINES] == ["generate_batch.asl", "generate_image.asl", "illustrate_recipes.asl"]


def test_every_task_and_only_these_have_a_row_in_the_table() -> None:
    assert set(tasks()) == set(RETRIES)


@pytest.mark.parametrize("state", sorted(RETRIES))
def test_a_tasks_retry_blocks_are_those_of_the_table(state: str) -> None:
    assert tasks()[state]["Retry"] == retry_blocks(state)


@pytest.mark.parametrize("state", sorted(RETRIES))
def test_every_transient_error_is_retried_and_no_rejected_one_is(state: str) -> None:
    retried = {name for block in tasks()[state]["Retry"] for name in block["ErrorEquals"]}
    assert retried >= {error.__name__ for error in leaves(Transient)}
    assert not retried & {error.__name__ for error in leaves(Rejected)}
    assert not retried & {"States.ALL", "States.TaskFailed"}


def test_every_error_name_in_the_machines_is_a_class_or_known_to_the_platform() -> None:
    ours = {error.__name__ for branch in (Rejected, Transient) for error in leaves(branch)}
    platform = {*PLATFORM_ERRORS, *THROTTLES, "States.ALL", "StepFunctions.ExecutionAlreadyExistsException"}
    assert error_names() <= ours | platform


def test_whatever_fails_in_a_chunk_or_a_picture_is_caught_inside_its_child() -> None:
    closing = {"SetAside", "CloseBatch", "Settle"}  # the ends of the lines: the sweeps close what they cannot
    for name, state in tasks().items():
        caught = [error for block in state.get("Catch", []) for error in block["ErrorEquals"]]
        assert ("States.ALL" in caught) == (name not in closing), name


def test_a_recipe_that_could_not_be_written_takes_none_of_its_siblings_with_it() -> None:
    """Nor does one whose function is not there, as before this release: its chunk asks for what is missing."""
    states = dict(states_of(json.loads(MACHINES[0].read_text())))
    [catch] = states["WriteRecipe"]["Catch"]
    assert states[catch["Next"]]["Type"] == "Succeed"
    assert states["WriteRecipes"]["Next"] == "GenerateChunk"


def surely_lasts(row: Retry) -> float:
    """Seconds. With full jitter a wait is anything from nothing to its limit: half of it on average, give or take."""
    waits = [min(row.seconds * row.backoff**nth, row.longest or inf) for nth in range(row.attempts)]
    spread = sqrt(sum(wait**2 for wait in waits) / 12)
    return sum(waits) / 2 - 2 * spread


def test_an_outage_of_our_own_stores_is_waited_out_for_more_than_six_minutes() -> None:
    assert surely_lasts(OUTAGE) > 360


@pytest.mark.parametrize("state", sorted(RETRIES))
def test_every_state_waits_for_our_own_stores(state: str) -> None:
    [waiting] = [block for block in tasks()[state]["Retry"] if block["ErrorEquals"] == OWN_STORES]
    assert waiting == {
        "ErrorEquals": OWN_STORES, "IntervalSeconds": OUTAGE.seconds, "MaxAttempts": OUTAGE.attempts,
        "BackoffRate": OUTAGE.backoff, "MaxDelaySeconds": OUTAGE.longest, "JitterStrategy": "FULL",
    }  # fmt: skip


def test_a_plan_that_s3_does_not_give_is_waited_for_too() -> None:
    plan = dict(states_of(json.loads(MACHINES[0].read_text())))[READING_PLAN]
    assert plan["Retry"] == retry_blocks(READING_PLAN)
    assert [block["MaxAttempts"] for block in plan["Retry"] if block["ErrorEquals"] == PLAN_UNREAD] == [OUTAGE.attempts]


def test_an_error_is_retried_by_one_row_only() -> None:
    for name, state in tasks().items():
        errors = [error for block in state["Retry"] for error in block["ErrorEquals"]]
        assert len(errors) == len(set(errors)), name


def test_a_picture_whose_end_cannot_be_written_down_takes_none_of_its_siblings_with_it() -> None:
    states = dict(states_of(json.loads(MACHINES[2].read_text())))
    [catch] = states["KeepPlaceholder"]["Catch"]
    assert states[catch["Next"]]["Type"] == "Succeed"


@pytest.mark.parametrize("error", ["DuplicateImage", "PictureUnreadable"])
def test_a_picture_of_no_use_is_taken_again_while_tries_are_left(error: str) -> None:
    states = dict(states_of(json.loads(MACHINES[2].read_text())))
    [way] = [catch["Next"] for catch in states["Upload"]["Catch"] if error in catch["ErrorEquals"]]
    assert way == "IsAnotherTryLeft"
    assert [choice["Next"] for choice in states[way]["Choices"]] == ["Image"]
