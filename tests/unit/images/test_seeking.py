"""What is told of how providers were asked."""

import pytest

from brigade.images.seeking import Seeking, Try, tries_of

TRIED = Try(provider="openai/a", error="ModelDown", ms=7)


@pytest.mark.parametrize("error", ["ImageRefused", "ModelDown", "QuotaExhausted", "ModelBusy", "PictureUnreadable"])
def test_the_asking_that_ended_the_seeking_is_the_last(error: str) -> None:
    sought = Seeking(provider="google/b", tries=(TRIED,))
    assert tries_of(sought, error, "openai/a") == (TRIED, Try(provider="google/b", error=error))


def test_where_nobody_was_chosen_the_preferred_one_was_asked() -> None:
    assert tries_of(Seeking(), "ImageRefused", "openai/a") == (Try(provider="openai/a", error="ImageRefused"),)


@pytest.mark.parametrize("error", ["NoProviderLeft", "BudgetSpent", "DuplicateImage", "States.Timeout", "KeyError", ""])
def test_what_no_provider_said_is_no_try(error: str) -> None:
    assert tries_of(Seeking(tries=(TRIED,)), error, "openai/a") == (TRIED,)
