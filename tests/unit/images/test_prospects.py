"""How each provider stands for one picture."""

from typing import Any

from brigade.images.prospects import Prospect, budget_left, had_their_turn, refusers, states_of, why_not
from brigade.images.seeking import Seeking, Try
from brigade.providers.routing import Outlook

ONE, TWO = "openai/one", "google/two"


def prospects(**outlook: Any) -> list[Prospect]:
    how = Outlook(free_at=0, **outlook)
    return [Prospect(name=name, prefer=place, outlook=how, price_micros=10_000 * (2 - place))
            for place, name in enumerate((ONE, TWO))]  # fmt: skip


def seeking(*tries: tuple[str, str] | tuple[str, str, int]) -> Seeking:
    told = [Try(provider=each[0], error=each[1], cost_micros=each[2] if len(each) > 2 else 0) for each in tries]
    return Seeking(tries=tuple(told))


def tried(sought: Seeking) -> list[int]:
    return [each.tried for each in states_of(prospects(), sought, may_soften=True)]


def out(sought: Seeking, may_soften: bool = True, **outlook: Any) -> list[str]:
    return [each.name for each in states_of(prospects(**outlook), sought, may_soften=may_soften) if each.out]


def test_tries_count_as_far_as_the_others_had_fewer() -> None:
    assert tried(seeking()) == [0, 0]
    assert tried(seeking((ONE, "ModelDown"))) == [1, 0]
    assert tried(seeking((ONE, "ModelDown"), (TWO, "ModelSlow"), (TWO, "ModelBusy"))) == [0, 1]


def test_who_is_out_of_the_question_holds_nobody_back() -> None:
    assert tried(seeking((ONE, "ModelDown"), (TWO, "KeyRefused")))[0] == 0


def test_a_refusal_is_no_failure_and_who_refuses_gentle_words_too_is_out() -> None:
    once, twice = seeking((ONE, "ImageRefused")), seeking((ONE, "ImageRefused"), (ONE, "ImageRefused"))
    assert (tried(once), out(once), out(once, may_soften=False)) == ([0, 0], [], [ONE])
    assert out(twice) == [ONE]
    assert refusers(twice) == {ONE}


def test_who_was_paid_twice_for_nothing_is_out() -> None:
    assert out(seeking((ONE, "PictureUnreadable", 13_000))) == []
    assert out(seeking(*[(ONE, "PictureUnreadable", 13_000)] * 2)) == [ONE]


def test_an_error_of_a_later_release_is_no_reason_to_ask_again() -> None:
    assert tried(seeking((ONE, "SomethingNew"))) == [0, 0]


def test_turns_are_over_when_each_failed_as_often() -> None:
    def over(sought: Seeking) -> bool:
        return had_their_turn(states_of(prospects(), sought, may_soften=True), sought)

    assert not over(seeking((ONE, "ModelDown")))
    assert over(seeking((ONE, "ModelDown"), (TWO, "ModelDown")))
    assert over(seeking((ONE, "KeyRefused"), (TWO, "ModelDown")))


def test_what_a_budget_had_no_room_for_leaves_room_for_less() -> None:
    assert budget_left(prospects(), seeking()) is None
    assert budget_left(prospects(), seeking((ONE, "BudgetSpent"))) == 19_999


def test_the_reason_of_each_is_its_last_error_or_that_it_is_down_for_long() -> None:
    sought = seeking((TWO, "ModelSlow"), (TWO, "ModelDown"))
    assert why_not(prospects(), sought) == {TWO: "ModelDown"}
    assert why_not(prospects(stays_down=True), sought) == {ONE: "ModelStaysDown", TWO: "ModelDown"}
    assert out(sought, stays_down=True) == [ONE, TWO]
