"""Drafts that wait for a person, as the API shows them, and what the person decides."""

from datetime import datetime
from typing import Any
from uuid import UUID

from brigade.generation.concept import Concept
from brigade.model import Message, Wire
from brigade.recipes.limits import Limits
from brigade.recipes.recipe import Draft
from brigade.recipes.views import NutritionView


class Review(Message):
    """One draft that waits; `concept` is None in rows from before it was kept."""

    batch_id: UUID
    batch_position: int
    draft: Draft
    reasons: list[str]
    state: str
    concept: Concept | None
    constraints_key: str
    model: str
    cost_micros: int
    created_at: datetime


class DraftView(Draft, Wire):
    """The draft as its writer gave it."""

    nutrition: NutritionView


class ReviewView(Wire):
    """`reasons` say what keeps the draft from being accepted, `limits` what was asked for."""

    batch_id: UUID
    position: int
    draft: DraftView
    reasons: list[str]
    limits: Limits | None
    max_prep_minutes: int | None
    created_at: datetime


class ReviewPage(Wire):
    """The oldest first; `next_after` asks for the rest, None where there is none."""

    reviews: list[ReviewView]
    next_after: str | None


class ReviewDecided(Wire):
    """`recipe_id` is that of the recipe the draft became, None where it was rejected."""

    batch_id: UUID
    position: int
    state: str
    recipe_id: UUID | None


def review_view(review: Review) -> ReviewView:
    concept, draft = review.concept, DraftView.model_validate(review.draft.model_dump())
    return ReviewView(
        batch_id=review.batch_id, position=review.batch_position, draft=draft, reasons=review.reasons,
        limits=concept.limits if concept else None, max_prep_minutes=concept.max_prep_minutes if concept else None,
        created_at=review.created_at,
    )  # fmt: skip


def review_page(rows: list[dict[str, Any]], limit: int) -> ReviewPage:
    """`rows` are as many as were asked for, and one more where there are more."""
    views = [review_view(Review.model_validate(row)) for row in rows[:limit]]
    more = len(rows) > limit
    return ReviewPage(reviews=views, next_after=f"{views[-1].batch_id}/{views[-1].position}" if more else None)
