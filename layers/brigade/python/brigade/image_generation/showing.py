"""Generations as the API shows them."""

from collections.abc import Sequence
from datetime import datetime

from brigade.image_generation.generation import Generation
from brigade.image_generation.progress import progress, seconds_left, step
from brigade.image_generation.standing import may_cancel, may_retry
from brigade.image_generation.views import GenerationView, PictureView, Submitted


def generation_view(
    generation: Generation, now: datetime, *, place: int | None = None, wait: int | None = None,
    pictures: Sequence[PictureView] = (),
) -> GenerationView:  # fmt: skip
    """`place` and `wait` are those of one that waits."""
    wish = generation.wish
    kept = {"id", "status", "subject", "count", "price", "run", "created_at", "started_at", "ended_at", "error_code"}
    return GenerationView(
        **{name: getattr(generation, name) for name in kept},
        progress=progress(generation, now), step=step(generation, place),
        seconds_left=seconds_left(generation, now, wait), queue_position=place,
        prompt=wish.prompt, style=wish.style, model=wish.model or None, quality=wish.quality,
        aspect_ratio=wish.aspect_ratio, made=generation.made,
        may_cancel=may_cancel(generation), may_retry=may_retry(generation),
        cancel_requested=generation.cancel_requested_at is not None,
        error=generation.error_text, pictures=list(pictures),
    )  # fmt: skip


def submitted(generation: Generation, place: int, wait: int | None) -> Submitted:
    at = f"/api/generation/{generation.id}"
    return Submitted(
        id=generation.id, status_url=f"{at}/status", cancel_url=f"{at}/cancel", stream_url=f"{at}/stream",
        queue_position=place, estimated_wait_seconds=wait, price=generation.price,
    )  # fmt: skip
