"""Which provider is asked next, and what an error of one means for the others."""

from random import Random
from typing import Any

import pytest

from brigade.errors import (
    BrigadeError,
    ImageRefused,
    ModelBusy,
    ModelDown,
    ModelSlow,
    PictureUnreadable,
    PromptRefused,
    QuotaExhausted,
    leaves,
)
from brigade.providers.breaker import hold_of, verdict_of
from brigade.providers.ledger import FREE
from brigade.providers.routing import (
    MOST_TRIES,
    USUAL,
    Choice,
    ProviderState,
    choose,
    ewma,
    is_another_ready,
    longest_call,
    rubbish_weight,
    rule_of,
)

NOW, PATIENCE = 1_000_000, 20_000
ERRORS = sorted(set(leaves(BrigadeError)), key=lambda error: error.__name__)
STEPS = {
    "wait": {"ModelBusy"},
    "next": {
        "ModelSlow", "ModelDown", "AnswerTruncated", "AnswerInvalid", "PictureUnreadable", "ModelStaysDown",
        "PromptTooLong", "KeyRefused", "AccessDenied", "NotVerified", "QuotaExhausted", "ModelMissing",
        "EndpointMissing", "ParameterRefused", "PhotosRefused",
    },
    "soften": {"ImageRefused", "AnswerRefused", "AnswerFiltered"},
}  # fmt: skip


def a_state(name: str = "one", **changes: Any) -> ProviderState:
    return ProviderState(**{"name": name, "prefer": 0, "free_at": NOW, "price_micros": 10_000, **changes})


def the(*states: ProviderState, patience: int = PATIENCE, budget: int | None = None) -> str | None:
    choice = choose(states, NOW, patience, budget)
    return choice.name if choice else None


# --- The rules -----------------------------------------------------------------------------------


@pytest.mark.parametrize("error", ERRORS, ids=lambda error: error.__name__)
def test_every_error_of_the_tree_has_the_step_that_is_written_down_here(error: type[BrigadeError]) -> None:
    step = next((step for step, names in STEPS.items() if error.__name__ in names), "stop")
    assert rule_of(error).step == step


@pytest.mark.parametrize("error", ERRORS, ids=lambda error: error.__name__)
def test_what_an_error_costs_is_what_the_ledger_books(error: type[BrigadeError]) -> None:
    if issubclass(error, FREE):
        assert rule_of(error).money == "free"
    elif rule_of(error).step != "stop" and error.__name__ != "ModelStaysDown":  # of which nothing is asked
        assert rule_of(error).money != "free"


@pytest.mark.parametrize("error", ERRORS, ids=lambda error: error.__name__)
def test_who_needs_an_operator_answers_and_is_not_taken_for_down(error: type[BrigadeError]) -> None:
    if rule_of(error).amiss:
        assert verdict_of(error("x")) == "alive"
        assert hold_of(error("x")) is None


@pytest.mark.parametrize("error", ERRORS, ids=lambda error: error.__name__)
def test_what_opens_a_breaker_leads_to_the_next_provider(error: type[BrigadeError]) -> None:
    made = error.__new__(error)
    if verdict_of(made) == "failed":
        assert rule_of(error).step == "next"


def test_a_new_error_takes_the_rule_of_what_it_is_a_kind_of() -> None:
    class Halted(ModelDown):
        pass

    assert rule_of(Halted) == rule_of(ModelDown)
    assert rule_of(type("Unforeseen", (BrigadeError,), {})).step == "stop"


def test_a_disguised_refusal_never_crosses_as_a_fault() -> None:
    """What a provider calls an invalid prompt may be its policy."""
    assert rule_of(PromptRefused).step == "stop"
    assert rule_of(ImageRefused).step == "soften"


# --- The choice ----------------------------------------------------------------------------------


def test_the_preferred_one_is_asked_whatever_it_costs() -> None:
    assert the(a_state("dear", price_micros=90_000), a_state("cheap", prefer=1)) == "dear"


def test_the_preferred_one_is_waited_for_as_long_as_patience_lasts() -> None:
    busy = a_state("busy", free_at=NOW + 19_000)
    assert choose([busy, a_state("free", prefer=1)], NOW, PATIENCE) == Choice(name="busy", wait=19_000)
    assert the(busy, a_state("free", prefer=1), patience=18_000) == "free"


def test_an_outage_is_not_sat_out() -> None:
    assert the(a_state("down", free_at=NOW + 1_000, resting=True), a_state("up", prefer=1)) == "up"


def test_a_half_open_breaker_is_probed_by_who_comes_first() -> None:
    assert the(a_state("half-open", resting=True), a_state("up", prefer=1)) == "half-open"


def test_who_has_failed_comes_after_who_has_not() -> None:
    assert the(a_state("failed", tried=1), a_state("fresh", prefer=1)) == "fresh"
    assert the(a_state("failed", tried=1), a_state("far", prefer=1, free_at=NOW + 60_000)) == "failed"


def test_where_nobody_is_ready_who_ends_first_is_asked() -> None:
    early = a_state("early", free_at=NOW + 30_000, latency=60_000)
    quick = a_state("quick", prefer=1, free_at=NOW + 40_000, latency=5_000)
    assert the(early, quick) == "quick"
    unknown = a_state("unknown", free_at=quick.free_at + 5_001 - USUAL)
    assert the(unknown, quick) == "quick"


def test_who_needs_an_operator_is_asked_only_where_nobody_else_is_left() -> None:
    amiss = a_state("amiss", amiss=True)
    assert the(amiss, a_state("sound", prefer=1)) == "sound"
    assert the(amiss, a_state("sound", prefer=1, out=True)) == "amiss"


def test_nobody_is_left_where_all_are_out_too_dear_or_tried_too_often() -> None:
    assert the(a_state(out=True), a_state("two", tried=MOST_TRIES), a_state("three"), budget=9_999) is None


def test_another_is_ready_only_where_it_may_be_asked_at_once() -> None:
    me = a_state("me")
    assert is_another_ready([me, a_state("you", prefer=1)], "me", NOW)
    for not_ready in ({"out": True}, {"amiss": True}, {"resting": True}, {"free_at": NOW + 1}, {"tried": 2}):
        assert not is_another_ready([me, a_state("you", **not_ready)], "me", NOW)


def random_states(random: Random) -> list[ProviderState]:
    return [
        ProviderState(
            name=f"p{index}", prefer=index, free_at=NOW + random.choice([0, 0, 1_000, 19_000, 21_000, 60_000]),
            resting=random.random() < 0.3, amiss=random.random() < 0.2, out=random.random() < 0.2,
            latency=random.choice([None, 2_000, 13_000, 90_000]), price_micros=random.randrange(100_000),
            tried=random.choice([0, 0, 0, 1, 2, 3]),
        )
        for index in range(random.randint(1, 6))
    ]  # fmt: skip


@pytest.mark.parametrize("seed", range(300))
def test_whatever_the_states_the_choice_keeps_the_rules(seed: int) -> None:
    random = Random(seed)
    states, patience = random_states(random), random.choice([0, 5_000, 20_000])
    budget = random.choice([None, random.randrange(100_000)])
    choice = choose(states, NOW, patience, budget)
    assert choice == choose(
        random.sample(states, len(states)), NOW, patience, budget
    )  # the same state, the same choice
    usable = [each for each in states if not each.out and each.tried < MOST_TRIES]
    usable = [each for each in usable if budget is None or each.price_micros <= budget]
    if choice is None:
        assert usable == []
        return
    (chosen,) = [each for each in usable if each.name == choice.name]
    assert choice.wait == max(0, chosen.free_at - NOW)
    others = [each for each in usable if each.free_at <= NOW and not each.amiss]
    if (chosen.resting and choice.wait) or chosen.amiss:  # no open breaker is picked while anybody else is ready
        assert others == []
    if choice.wait > patience:
        assert others == []


@pytest.mark.parametrize("seed", range(100))
def test_a_seeking_in_which_everybody_fails_ends_after_two_choices_of_each(seed: int) -> None:
    random = Random(seed)
    states = [state.model_copy(update={"tried": 0, "out": False}) for state in random_states(random)]
    choices = 0
    while choice := choose(states, NOW, PATIENCE):
        choices += 1
        failed = next(each for each in states if each.name == choice.name)
        states[states.index(failed)] = failed.model_copy(update={"tried": failed.tried + 1})
    assert choices == 2 * len(states)


# --- Times ---------------------------------------------------------------------------------------


def test_the_mean_of_latencies_forgets_slowly() -> None:
    assert ewma(None, 13_000) == 13_000
    assert ewma(10_000, 20_000) == 12_000
    mean = 90_000
    for _ in range(30):
        mean = ewma(mean, 10_000)
    assert 10_000 <= mean < 11_000


def test_a_call_is_borne_a_few_times_as_long_as_usual_and_never_shorter_than_patience() -> None:
    assert longest_call(None, PATIENCE) is None
    assert longest_call(2_000, PATIENCE) == PATIENCE
    assert longest_call(13_000, PATIENCE) == 39_000


@pytest.mark.parametrize("limit", [3, 5, 6, 9, 10])
def test_three_answers_of_rubbish_open_a_breaker_and_two_do_not(limit: int) -> None:
    assert 2 * rubbish_weight(limit) < limit <= 3 * rubbish_weight(limit)


def test_the_rules_that_name_money_are_few() -> None:
    assert rule_of(PictureUnreadable).money == "paid"
    assert {rule_of(error).money for error in (ModelDown, ModelSlow)} == {"unsettled"}
    assert {rule_of(error).money for error in (ModelBusy, QuotaExhausted, ImageRefused)} == {"free"}
