"""Why no provider made a picture, each named."""

import pytest

from brigade.errors import BrigadeError, BudgetSpent, leaves
from brigade.images.reasons import HAPPENED, NONE_LEFT, reasons_of
from brigade.providers.routing import rule_of

LEADING_ON = [error for error in leaves(BrigadeError) if rule_of(error).step != "stop"]


@pytest.mark.parametrize("error", [*LEADING_ON, BudgetSpent], ids=lambda error: error.__name__)
def test_whatever_leads_to_another_provider_has_words(error: type[BrigadeError]) -> None:
    assert error.__name__ in HAPPENED


def test_each_provider_is_named_with_what_happened_there() -> None:
    told = reasons_of({"openai/flare": "ModelSlow", "google/nano": "Unheard"})
    assert told == f"{NONE_LEFT} openai/flare: it did not answer in time. google/nano: it failed unexpectedly."
