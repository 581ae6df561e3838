"""The tree of errors: every class has its branch, its words and its HTTP answer."""

import inspect

import pytest

from brigade import errors
from brigade.errors import BrigadeError, InfeasibleConstraints, Rejected, Transient, leaves, status_of

CLASSES = [cls for _, cls in inspect.getmembers(errors, inspect.isclass) if issubclass(cls, BrigadeError)]


@pytest.mark.parametrize("error", CLASSES)
def test_every_error_is_the_root_a_branch_or_on_exactly_one_branch(error: type[BrigadeError]) -> None:
    assert error is BrigadeError or issubclass(error, Rejected) != issubclass(error, Transient)


@pytest.mark.parametrize("error", CLASSES)
def test_every_error_says_what_it_is(error: type[BrigadeError]) -> None:
    assert error.__doc__
    assert error.__doc__.strip().endswith((".", "`."))


def test_leaves_holds_every_class_below_a_branch() -> None:
    assert {*leaves(Rejected), *leaves(Transient)} == set(CLASSES) - {BrigadeError, Rejected, Transient}


def test_an_error_answers_with_the_status_of_its_nearest_ancestor() -> None:
    assert status_of(InfeasibleConstraints) == (400, "INFEASIBLE_CONSTRAINTS")
    assert status_of(errors.KeyRefused) == (500, "INTERNAL_ERROR")
    assert status_of(errors.TableBusy) == (503, "TEMPORARILY_UNAVAILABLE")
