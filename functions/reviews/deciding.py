"""What a person decides about a draft: it becomes a recipe under the id it would have had, or it is laid away."""

from datetime import datetime, timedelta
from typing import Annotated
from uuid import UUID

from pydantic import Field

from brigade.errors import NotFound, WrongMoment
from brigade.generation.editing import RecipeEdit, accepted, concept_of, edited
from brigade.generation.plan import concept_key
from brigade.generation.reviews import Review, ReviewDecided
from brigade.images.record import placeholder_url
from brigade.model import Wire
from brigade.progress.batch import BatchState
from brigade.progress.closing import is_over, standing
from brigade.progress.reasons import ACCEPTED
from brigade.progress.retrying import require_settled
from brigade.progress.stage import Stage
from brigade.recipes.recipe import Recipe
from brigade_io.database import database
from brigade_io.generation.review_store import ReviewStore
from brigade_io.images.briefs import retell
from brigade_io.progress.wiring import batch_table
from brigade_io.recipes.recipe_store import Placeholder, RecipeStore
from brigade_io.settings import settings
from brigade_io.wiring import work_bucket

PLACE = r"^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/\d{1,5}$"


class ReviewQuery(Wire):
    """`after` is the `nextAfter` of the page before."""

    batch_id: UUID | None = None
    after: Annotated[str, Field(pattern=PLACE)] | None = None
    limit: int = Field(default=50, ge=1, le=200)

    @property
    def place(self) -> tuple[UUID, int] | None:
        if self.after is None:
            return None
        batch, _, position = self.after.partition("/")
        return UUID(batch), int(position)


def position_of(text: str) -> int:
    """Raises NotFound."""
    if not (text.isascii() and text.isdigit() and len(text) <= 5):
        raise NotFound(f"no recipe {text[:64]}")
    return int(text)


def accept(state: BatchState, position: int, edit: RecipeEdit, now: datetime) -> ReviewDecided:
    """Raises InvalidRequest where the edited draft breaks a rule, WrongMoment where it is decided or being retried."""
    batch_id = state.record.batch_id
    unit = [unit for unit in standing(state, now).units if unit.position == position]
    require_settled(state, unit, now)
    with database() as db:
        review = ReviewStore(db).get(batch_id, position)
    concept = review.concept or concept_of(review.draft, position)
    recipe = accepted(batch_id, edited(review.draft, edit), concept, review.model, review.cost_micros)
    retell(work_bucket(), recipe, concept.photograph, state.record.request.enable_s3_upload)
    with database() as db, db.transaction():
        _decide(ReviewStore(db), batch_id, position, "accepted")
        placeholder = Placeholder(placeholder_url(settings().images_url), ACCEPTED)
        RecipeStore(db).save(recipe, _concept_key(review), review.constraints_key, placeholder)
    _tell(state, position, recipe, now)
    return ReviewDecided(batch_id=batch_id, position=position, state="accepted", recipe_id=recipe.id)


def reject(batch_id: UUID, position: int) -> ReviewDecided:
    """Raises WrongMoment where it was decided before."""
    with database() as db:
        ReviewStore(db).get(batch_id, position)
        _decide(ReviewStore(db), batch_id, position, "rejected")
    return ReviewDecided(batch_id=batch_id, position=position, state="rejected", recipe_id=None)


def _decide(reviews: ReviewStore, batch_id: UUID, position: int, state: str) -> None:
    if not reviews.decide(batch_id, position, state):
        raise WrongMoment("this draft was decided on before")


def _tell(state: BatchState, position: int, recipe: Recipe, now: datetime) -> None:
    """The unit, which had failed, is saved; its picture can be asked for."""
    deadline = now + timedelta(minutes=settings().minutes_of(overnight=state.record.request.overnight))
    again = {position: Stage.SAVED}
    record = batch_table().reopen(state.record, again, now, deadline, over=is_over(standing(state, now)))
    end = Stage.PLACEHOLDER if record.illustrated else Stage.DONE
    facts = {"name": recipe.draft.name, "recipe_id": recipe.id, "quality": recipe.quality.score, "reason": ACCEPTED}
    batch_table().advance(record.batch_id, position, end, attempt=record.retries, **facts)


def _concept_key(review: Review) -> str:
    return concept_key(review.concept) if review.concept else ""
