"""A generation as its owner sees it."""

from brigade.image_generation.generation import Status
from brigade.image_generation.showing import generation_view, submitted
from tests.unit.image_generation.generations import a_generation, after


def test_what_waits_shows_its_place_and_its_wait() -> None:
    view = generation_view(a_generation(), after(3), place=2, wait=40)
    assert (view.status, view.progress, view.queue_position, view.seconds_left) == (Status.PENDING, 0, 2, 40)
    assert (view.step, view.may_cancel, view.may_retry) == ("Waiting in the queue, place 2", True, False)
    assert (view.prompt, view.model, view.made, view.error, view.pictures) == ("a fig tart", None, 0, None, [])


def test_what_failed_says_why_and_may_be_retried() -> None:
    failed = a_generation(
        status=Status.FAILED, started_at=after(1), ended_at=after(9), error_code="ModelDown", error_text="it is down"
    )
    view = generation_view(failed, after(60))
    assert (view.error_code, view.error, view.may_retry, view.queue_position) == ("ModelDown", "it is down", True, None)


def test_what_shall_be_cancelled_says_so() -> None:
    asked = a_generation(status=Status.PROCESSING, started_at=after(1), cancel_requested_at=after(2))
    assert generation_view(asked, after(3)).cancel_requested


def test_what_was_submitted_says_where_it_is_watched_and_cancelled() -> None:
    view = submitted(a_generation(), 3, 45)
    at = "/api/generation/00000000-0000-0000-0000-000000000001"
    assert (view.status_url, view.cancel_url, view.stream_url) == (f"{at}/status", f"{at}/cancel", f"{at}/stream")
    assert (view.queue_position, view.estimated_wait_seconds, view.price) == (3, 45, 4)
