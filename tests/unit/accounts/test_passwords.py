"""What a password has to be."""

import time
from contextlib import suppress

import pytest

from brigade.accounts.passwords import new_password, normal_form
from brigade.errors import InvalidRequest

EMAIL = "ada.lovelace@example.org"


@pytest.mark.parametrize(
    "password",
    ["correct horse battery", "jZ4!u8q.Lw2p", "зимний вечер тих", "xxxxfjordwal", "jZ4!u8q." * 16, "brigadefjordwal"],
)  # fmt: skip
def test_a_long_one_with_something_of_its_own_is_taken(password: str) -> None:
    assert new_password(password, EMAIL) == password


@pytest.mark.parametrize("password", ["jZ4!u8q.Lw2", "", "jZ4!u8q." * 16 + "x"])
def test_one_of_another_length_is_refused(password: str) -> None:
    with pytest.raises(InvalidRequest) as refused:
        new_password(password, EMAIL)
    assert refused.value.details == {"password": "must have 12 to 128 characters"}


@pytest.mark.parametrize(
    "password",
    ["password1234", "aaaaaaaaaaaaaaaa", "abababababababab", "ada.lovelace@example.org",
     "Ada.Lovelace2026", "Brigade12345!!",
     "qwertyuiop1234567890", "zzzzzzzzzwxy", "kitchenfjordwa",
     "iloveyou1234", "sunshine2024!", "1q2w3e4r5t6y", "Passw0rd!2024", "trustno1trustno1", "qazwsxedcrfv",
     "P@ssw0rd1234", "liverpool1234", "princess12345", "abcdefghijkl", "lovelacelovelace"],
)  # fmt: skip
def test_a_predictable_one_is_refused(password: str) -> None:
    with pytest.raises(InvalidRequest) as refused:
        new_password(password, EMAIL)
    assert refused.value.details == {"password": "is too easily guessed"}


def test_a_short_name_does_not_eat_a_password_up() -> None:
    assert new_password("banana bread recital", "a@example.org") == "banana bread recital"
    assert new_password("bobobobofjordwa", "bo@example.org") == "bobobobofjordwa"
    with pytest.raises(InvalidRequest):
        new_password("bobbobfjordwa", "bob@example.org")


def test_the_same_password_from_another_keyboard_is_the_same() -> None:
    composed, decomposed = "caf\u00e9 am Naschmarkt", "cafe\u0301 am Naschmarkt"
    assert composed != decomposed
    assert normal_form(composed) == normal_form(decomposed)


@pytest.mark.parametrize("unseen", ["\u200b", "\u00ad", "\u202e", "\ufe0f", "\u2028"])
def test_one_that_cannot_be_typed_as_it_is_seen_is_refused(unseen: str) -> None:
    with pytest.raises(InvalidRequest) as refused:
        new_password(f"correct horse{unseen} battery", EMAIL)
    assert refused.value.details == {"password": "holds a character that nobody sees"}


def test_the_longest_one_is_judged_in_no_time() -> None:
    began = time.process_time()
    for password in ("jZ4!u8q." * 16, "1" * 128, "19991231" * 16, "qwerty12" * 16):
        with suppress(InvalidRequest):
            new_password(password, EMAIL)
    assert time.process_time() - began < 4
