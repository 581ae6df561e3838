"""Passwords as hashes."""

from argon2 import extract_parameters
from argon2.low_level import Type

from brigade_io.accounts.password_hash import NOBODY, hash_of, matches


def test_a_password_matches_its_own_hash_only() -> None:
    kept = hash_of("correct horse battery")
    assert matches("correct horse battery", kept)
    assert not matches("correct horse batterY", kept)
    assert not matches("", kept)
    assert kept != hash_of("correct horse battery")


def test_nobody_has_a_password_and_costs_the_same_work() -> None:
    assert not matches("correct horse battery", None)
    assert extract_parameters(NOBODY) == extract_parameters(hash_of("x"))


def test_the_work_is_that_of_the_promise() -> None:
    parameters = extract_parameters(hash_of("x"))
    assert parameters.type is Type.ID
    assert (parameters.memory_cost, parameters.time_cost, parameters.parallelism) == (19 * 1024, 2, 1)
