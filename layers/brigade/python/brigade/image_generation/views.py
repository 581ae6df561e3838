"""What the API says of generations and their pictures."""

from datetime import datetime
from uuid import UUID

from brigade.image_generation.credits import EntryKind
from brigade.image_generation.generation import Status
from brigade.image_generation.request import AspectRatio, Quality, Style, Subject
from brigade.model import Wire


class Submitted(Wire):
    """A generation that waits for its turn. Its place counts from 1; no wait is known while every provider is down."""

    id: UUID
    status_url: str
    cancel_url: str
    stream_url: str
    queue_position: int
    estimated_wait_seconds: int | None
    price: int


class GenerationsStarted(Wire):
    """The answer 202 to `POST /api/images/generate`; `balance` is what the user has left, in credits."""

    generations: list[Submitted]
    price: int
    balance: int


class PictureView(Wire):
    """A picture. Sizes are pixels and bytes, and not known of the oldest ones; `cost_usd` is told to admins only. Show
    `blurhash` while it loads.
    """

    id: UUID
    generation_id: UUID | None
    position: int
    subject: Subject | None
    url: str
    thumbnail_url: str
    variants: dict[str, str]
    prompt: str
    alt_text: str
    blurhash: str | None
    provider: str
    model: str
    width: int | None
    height: int | None
    format: str | None
    bytes: int | None
    generation_ms: int | None
    quality: int
    rating: int | None
    created_at: datetime
    cost_usd: float | None = None


class GenerationView(Wire):
    """One generation as its owner sees it. `progress` goes from 0 to 100 and never falls; `step` says in words where it
    is; `seconds_left` is an estimate. `queue_position` while it is pending.
    """

    id: UUID
    status: Status
    progress: int
    step: str
    seconds_left: int | None
    queue_position: int | None
    prompt: str
    style: Style
    model: str | None
    quality: Quality
    aspect_ratio: AspectRatio
    subject: Subject | None
    count: int
    made: int
    price: int
    run: int
    may_cancel: bool
    may_retry: bool
    cancel_requested: bool
    created_at: datetime
    started_at: datetime | None
    ended_at: datetime | None
    error_code: str | None
    error: str | None
    pictures: list[PictureView]


class GenerationPage(Wire):
    """Newest first; `next` is to be sent as `after` for the following page, None on the last."""

    generations: list[GenerationView]
    next: UUID | None


class PicturePage(Wire):
    """Newest first, as `GenerationPage`."""

    pictures: list[PictureView]
    next: UUID | None


class QueueView(Wire):
    """The queue of all users. `estimated_wait_seconds` is of a generation that is asked for now, None while every
    provider is down; `paused` says so in words.
    """

    pending: int
    processing: int
    at_once: int
    average_wait_seconds: float | None
    estimated_wait_seconds: int | None
    paused: str | None


class CreditsView(Wire):
    """What a user has, and what a picture costs by quality, of the model and shape asked about; both in credits."""

    balance: int
    prices: dict[Quality, int]
    models: list[str]


class EntryView(Wire):
    """One change of a balance. `amount` is what it changed; `spent` is the price of what was made, of an end."""

    id: int
    kind: EntryKind
    amount: int
    spent: int
    generation_id: UUID | None
    run: int | None
    reason: str | None
    granted_by: str | None
    at: datetime


class EntryPage(Wire):
    """A user's balance and the entries that make it up, newest first; `next` is to be sent as `after`."""

    user_id: UUID
    balance: int
    entries: list[EntryView]
    next: int | None


class Granted(Wire):
    """Credits were given, or had been under the same Idempotency-Key; the user's balance now."""

    user_id: UUID
    amount: int
    balance: int


class ReferenceKept(Wire):
    """The answer 201 to `POST /api/images/references`: what the photo is called in requests of its owner."""

    reference: str
