"""How what belongs to a run is numbered and named."""

from uuid import UUID

import pytest

from brigade.runs import Execution, execution_name, execution_of, first_turn, illustration_name, run_of, turn_of

BATCH = UUID("00000000-0000-4000-8000-00000000000b")


@pytest.mark.parametrize("run", [0, 1, 7, 123])
def test_a_number_says_which_run_it_belongs_to_and_which_turn_it_is(run: int) -> None:
    numbers = [first_turn(run) + turn for turn in range(4)]
    assert {run_of(number) for number in numbers} == {run}
    assert [turn_of(number) for number in numbers] == [0, 1, 2, 3]
    assert max(numbers) < first_turn(run + 1)


@pytest.mark.parametrize("run", [0, 1, 99999])
def test_a_name_says_what_its_execution_works_on(run: int) -> None:
    assert execution_of(execution_name(BATCH, run)) == Execution(BATCH, None, run)
    assert execution_of(illustration_name(BATCH, 3, run)) == Execution(BATCH, 3, run)
    assert len(illustration_name(BATCH, 99999, run)) <= 80


def test_the_first_run_is_named_by_its_batch_alone_and_turns_are_counted_in_tens() -> None:
    assert (execution_name(BATCH), execution_name(BATCH, 2)) == (str(BATCH), f"{BATCH}-r2")
    assert (illustration_name(BATCH, 3), illustration_name(BATCH, 3, 2)) == (f"{BATCH}-3", f"{BATCH}-3-r2")
    assert (first_turn(2), run_of(29), turn_of(29)) == (20, 2, 9)


@pytest.mark.parametrize("name", ["", "x", f"{BATCH}-", f"{BATCH}-x", f"{BATCH}-r", f"{BATCH}-1-r", f"x{BATCH}"])
def test_another_name_is_none_of_ours(name: str) -> None:
    assert execution_of(name) is None
