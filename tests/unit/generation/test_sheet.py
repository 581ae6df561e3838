"""The order sheet of a chunk: what is open, what waits for a person, and where it lies."""

from uuid import UUID

from brigade.generation.checking import check_chunk
from brigade.generation.sheet import (
    Fault,
    Line,
    newest_first,
    plan_key,
    planned_sheets,
    reopened_sheet,
    seed_of,
    sheet_key,
)
from tests.factories import BATCH_ID, a_concept, a_draft, a_sheet

PASSING = Fault(error="AnswerInvalid", text="servings: too few", final=False)
FINAL = Fault(error="KeyRefused", text="no key", final=True)


def a_line(**changes: object) -> Line:
    return Line.model_validate({"concept": a_concept(), **changes})


def an_accepted_line() -> Line:
    sheet = a_sheet(1).model_copy(update={"lines": [a_line(draft=a_draft())]})
    return check_chunk(sheet, last_round=False, validate=True).lines[0]


def test_a_line_is_open_until_it_is_accepted_closed_or_past_help() -> None:
    assert a_line().is_open
    assert a_line(draft=a_draft(), mistakes=["too much fat"], fault=PASSING).is_open
    assert not a_line(fault=FINAL).is_open
    assert not a_line(closed=True).is_open
    assert not an_accepted_line().is_open


def test_a_person_is_waited_for_only_where_a_draft_has_mistakes() -> None:
    assert a_line(draft=a_draft(), mistakes=["too much fat"]).awaits_person
    assert not a_line(draft=a_draft()).awaits_person
    assert not a_line(mistakes=["too much fat"]).awaits_person
    assert not an_accepted_line().model_copy(update={"mistakes": ["too much fat"]}).awaits_person


def test_whoever_writes_it_again_hears_of_mistakes_and_of_an_unreadable_answer_but_of_no_other_fault() -> None:
    assert a_line().complaints == []
    assert a_line(mistakes=["too much fat"], fault=PASSING).complaints == ["too much fat", "servings: too few"]
    assert a_line(mistakes=["too much fat"], fault=FINAL).complaints == ["too much fat"]


def test_sheets_are_planned_with_a_line_for_every_concept() -> None:
    chunks = [[a_concept(position=0), a_concept(position=1)], [a_concept(position=2)]]
    sheets = planned_sheets(BATCH_ID, chunks)
    assert [(sheet.batch_id, sheet.chunk) for sheet in sheets] == [(BATCH_ID, 0), (BATCH_ID, 1)]
    assert [[line.concept for line in sheet.lines] for sheet in sheets] == chunks


def test_of_a_sheet_only_what_is_asked_for_is_opened_again() -> None:
    assert [line.concept.position for line in reopened_sheet(a_sheet(5), {1, 3, 9}, {}).lines] == [1, 3]


def test_what_an_earlier_run_wrote_is_taken_up_where_nothing_is_wrong_with_it() -> None:
    written, accepted = a_line(draft=a_draft(), cost_micros=7), an_accepted_line()
    for before in (written, accepted):
        [line] = reopened_sheet(a_sheet(1), {0}, {0: before}).lines
        assert line.is_unchecked
        assert (line.draft, line.recipe, line.cost_micros) == (a_draft(), None, before.cost_micros)


def test_what_is_wrong_refused_or_closed_is_written_anew() -> None:
    for before in (
        a_line(draft=a_draft(), mistakes=["too much fat"]), a_line(draft=a_draft(), fault=PASSING),
        a_line(draft=a_draft(), closed=True), a_line(fault=FINAL),
    ):  # fmt: skip
        assert reopened_sheet(a_sheet(1), {0}, {0: before}).lines == [a_line()]


def test_only_what_nobody_has_judged_is_kept_from_the_writer() -> None:
    lines = [a_line(), a_line(draft=a_draft()), a_line(draft=a_draft(), mistakes=["too much fat"]), a_line(closed=True)]
    assert a_sheet(1).model_copy(update={"lines": lines}).unwritten == [lines[0], lines[2]]


def test_the_furthest_sheet_is_the_checked_one_of_the_last_round() -> None:
    keys = [sheet_key(BATCH_ID, 7, stage) for stage in
            ("checked-2", "planned", "written-10", "planned-1", "checked-10", "written-2", "answers/x")]  # fmt: skip
    furthest = [key.rpartition("/")[2] for key in newest_first(keys)]
    assert furthest == ["checked-10.json", "written-10.json", "checked-2.json", "written-2.json"]


def test_sheets_and_plans_have_keys_of_their_own() -> None:
    assert sheet_key(BATCH_ID, 7, "written-0") == f"work/{BATCH_ID}/00007/written-0.json"
    assert plan_key(BATCH_ID) == f"plans/{BATCH_ID}.json"
    assert plan_key(BATCH_ID, 2) == f"plans/{BATCH_ID}-r2.json"


def test_a_batch_is_planned_with_its_own_seed_or_with_one_that_its_id_gives() -> None:
    assert (seed_of(BATCH_ID, 0), seed_of(BATCH_ID, 7)) == (0, 7)
    assert seed_of(UUID(int=2**127 + 2**31 + 2**30 + 5), None) == 2**30 + 5
