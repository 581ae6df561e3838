"""Trying again on the same batch: what failed, pictures that are missing, or one picture anew."""

from collections.abc import Collection
from datetime import datetime, timedelta
from enum import StrEnum
from math import ceil
from uuid import UUID

from brigade.errors import WrongMoment
from brigade.model import Wire
from brigade.progress.batch import BatchState
from brigade.progress.closing import endings_as_told, is_over, standing
from brigade.progress.reasons import UNCLEAR
from brigade.progress.stage import Stage
from brigade.progress.unit import Unit
from brigade.progress.views import UnitView, unit_view
from brigade.providers.jobs import reduced
from brigade.providers.ledger import LedgerEntry
from brigade.providers.picture_prices import picture_cost, picture_price
from brigade.providers.prices import text_cost, text_price
from brigade.providers.provider import usual_pace
from brigade.providers.usage import Usage
from brigade.settings import Settings

WORK_KEPT = timedelta(days=30)  # plans and briefs lie so long in the work bucket
USUAL_TEXT = Usage(input_tokens=1_400, output_tokens=900)  # of one recipe: sent, and answered
USUAL_PROMPT = "x" * 600  # of a picture, by its length
TEXT_SECONDS, IMAGE_SECONDS = 8.0, 12.0  # a call usually takes


class What(StrEnum):
    """`failed`: every recipe that failed or was cancelled. `images`: every placeholder."""

    FAILED = "failed"
    IMAGES = "images"


class RetryOrder(Wire):
    """The body of `POST …/retry`."""

    what: What


class RetryPreview(Wire):
    """What a retry would do: at most so many `texts` and `images` to pay for. Done recipes stay as they are, and texts
    that an earlier run paid for and could not save are taken up again for nothing.

    `why_not` says in plain words why it cannot be begun, None where it can. `budget_left_usd`: None without a budget.
    """

    batch_id: UUID
    what: What
    recipes: list[UnitView]
    texts: int
    images: int
    estimated_cost_usd: float
    estimated_seconds: int
    budget_left_usd: float | None
    why_not: str | None


class RetryStarted(Wire):
    """The answer 202: `run` counts the batch's retries; its progress is streamed as before."""

    message: str
    batch_id: UUID
    run: int
    recipes: list[int]


def to_retry(state: BatchState, what: What) -> list[Unit]:
    """`state` as `standing` gives it."""
    wanted = (Stage.PLACEHOLDER,) if what is What.IMAGES else (Stage.FAILED, Stage.CANCELLED)
    return [unit for unit in state.units if unit.stage in wanted]


def to_photograph(state: BatchState, recipe_id: UUID) -> list[Unit]:
    """The unit of this recipe, where it is saved. `state` as `standing` gives it."""
    return [unit for unit in state.units if unit.recipe_id == recipe_id and unit.is_saved]


def stage_again(unit: Unit) -> Stage:
    """Where a unit that is opened again begins: what is saved only lacks its picture."""
    return Stage.SAVED if unit.is_saved else Stage.PLANNED


def why_not(state: BatchState, units: Collection[Unit], now: datetime, whole: bool = True) -> str | None:
    """Why these units cannot be tried again now; a `whole` retry waits until the batch is over."""
    record, as_it_stands = state.record, standing(state, now)
    if not units:
        return "There is nothing of that kind to try again in this batch."
    if any(unit.is_open for unit in units) or (whole and not is_over(as_it_stands)):
        return "The batch is still at work. Wait until it has ended, or cancel it."
    if record.cancelled_at is not None and not is_over(as_it_stands):
        return "The batch is being cancelled. Wait until it has ended."
    if endings_as_told(state, now):
        return "The end of this batch is still being written down. Try again in five minutes."
    return None


def too_late(state: BatchState, now: datetime) -> str | None:
    """Why nothing can be made any more in this batch."""
    if state.record.unclear:
        return UNCLEAR
    if now - state.record.created_at <= WORK_KEPT:
        return None
    return f"The plan of this batch was kept for {WORK_KEPT.days} days. Start another batch."


def require_retry(state: BatchState, units: Collection[Unit], now: datetime, whole: bool = True) -> None:
    """Raises WrongMoment."""
    if reason := why_not(state, units, now, whole) or too_late(state, now):
        raise WrongMoment(reason)


def require_settled(state: BatchState, units: Collection[Unit], now: datetime) -> None:
    """Nobody is at work on these, so that a person may decide about them. Raises WrongMoment."""
    if reason := why_not(state, units, now, whole=False):
        raise WrongMoment(reason)


def preview(state: BatchState, what: What, settings: Settings, now: datetime) -> RetryPreview:
    units = to_retry(standing(state, now), what)
    texts = sum(not unit.is_saved for unit in units)
    images = len(units) if state.record.illustrated else 0
    micros = texts * _text_micros(state, settings) + images * _picture_micros(state, settings)
    return RetryPreview(
        batch_id=state.record.batch_id, what=what, recipes=[unit_view(unit) for unit in units], texts=texts,
        images=images, estimated_cost_usd=micros / 1_000_000,
        estimated_seconds=_seconds(state, texts, images, settings), budget_left_usd=_budget_left(state),
        why_not=why_not(state, units, now) or too_late(state, now),
    )  # fmt: skip


def _text_micros(state: BatchState, settings: Settings) -> int:
    """What a recipe's text cost so far in this batch on average; before the first, what one usually costs."""
    average = _average_micros(state, "text")
    return _usual(state, usual_text_micros(settings)) if average is None else average


def _picture_micros(state: BatchState, settings: Settings) -> int:
    average = _average_micros(state, "image")
    return _usual(state, usual_picture_micros(settings)) if average is None else average


def _usual(state: BatchState, micros: int) -> int:
    return reduced(micros) if state.record.request.overnight else micros


def _average_micros(state: BatchState, purpose: str) -> int | None:
    """Of a recipe, over all its calls that were paid; None before the first."""
    paid = [entry for entry in state.ledger if entry.purpose == purpose and entry.state == "settled"]
    if not paid:
        return None
    return ceil(sum(entry.actual_micros or 0 for entry in paid) / len({entry.position for entry in paid}))


def usual_text_micros(settings: Settings) -> int:
    """What the text of one recipe usually costs. Raises PriceUnknown."""
    return text_cost(USUAL_TEXT, text_price(settings))


def usual_picture_micros(settings: Settings) -> int:
    """What one picture usually costs, at the preferred provider. Raises PriceUnknown."""
    return picture_cost(picture_price(settings.image_models[0]), USUAL_PROMPT)


def _seconds(state: BatchState, texts: int, images: int, settings: Settings) -> int:
    if state.record.request.overnight:  # nobody can say when a job is looked after, only until when it has to be
        return settings.overnight_minutes * 60
    texts_at_once, images_at_once, images_per_minute = usual_pace(settings)
    writing = ceil(texts / texts_at_once) * TEXT_SECONDS
    by_turns = ceil(images / images_at_once) * IMAGE_SECONDS
    by_pace = images / images_per_minute * 60
    return round(writing + max(by_turns, by_pace))


def _budget_left(state: BatchState) -> float | None:
    budget = state.record.request.budget_micros
    return None if budget is None else max(0, budget - sum(map(_committed, state.ledger))) / 1_000_000


def _committed(entry: LedgerEntry) -> int:
    return {"settled": entry.actual_micros or 0, "reserved": entry.estimate_micros, "released": 0}[entry.state]
