"""The order of the stages."""

from brigade.progress.stage import ENDS, PATH, Stage, rank


def test_the_stages_rise_in_their_order() -> None:
    assert [rank(stage) for stage in PATH] == [1, 2, 3, 4, 5, 6]


def test_the_ends_share_one_place_so_that_the_first_end_wins() -> None:
    assert {rank(end) for end in ENDS} == {7}
    assert {Stage.DONE, Stage.PLACEHOLDER, Stage.FAILED, Stage.CANCELLED} == ENDS


def test_a_new_attempt_outranks_every_stage_of_the_last() -> None:
    assert rank(Stage.PLANNED, attempt=1) > rank(Stage.DONE, attempt=0)
