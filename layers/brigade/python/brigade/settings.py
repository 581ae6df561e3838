"""What differs between environments, as one typed value: infrastructure writes it, functions read it.

Each field is one environment variable of the same name in upper case.
"""

import json
from collections.abc import Mapping
from typing import Annotated, Any, Final, Literal

from pydantic import BeforeValidator, Field, model_validator

from brigade.model import Message

FUNCTIONS_ROLE: Final = "brigade_functions"  # of PostgreSQL: reads and writes rows, and does not own the schema

ImageKind = Literal["openai", "google", "bedrock", "fal", "replicate"]


class ImageModelSettings(Message):
    """One image model: how its provider is spoken to, and on what terms. Units are those of `Settings`.

    `openai` is also every server that speaks as OpenAI does. Without `key_secret` the function's role signs in.
    """

    kind: ImageKind = "openai"
    model: str = Field(min_length=1)
    base_url: str = ""  # "": the provider's own
    key_secret: str = ""
    shutdown: str = ""
    price: float | None = Field(default=None, ge=0)
    size: str = Field(default="1216x832", pattern=r"^[1-9]\d{1,4}x[1-9]\d{1,4}$")
    quality: str = "medium"
    timeout: float = Field(default=90.0, gt=0)
    calls_at_once: int = Field(default=0, ge=0)
    images_per_minute: int = Field(default=0, ge=0)

    @property
    def name(self) -> str:
        """What all workers share its pace, breaker and ledger under."""
        return f"{self.kind}/{self.model}"

    @property
    def pixels(self) -> tuple[int, int]:
        width, height = self.size.split("x")
        return int(width), int(height)


def _read(value: Any) -> Any:
    """A list in one environment variable is JSON; an empty one is an empty list."""
    return (json.loads(value) if value else ()) if isinstance(value, str) else value


ImageModels = Annotated[tuple[ImageModelSettings, ...], BeforeValidator(_read)]


class Settings(Message):
    """Names, limits, models and prices. Prices are US dollars, times are seconds, limits are per minute."""

    environment: str
    site_url: str
    images_url: str
    batch_table: str
    agent_call_table: str
    pace_table: str
    idempotency_table: str
    work_bucket: str
    images_bucket: str
    storage: Literal["s3", "folder", "cloudinary", "vercel-blob"] = "s3"  # where pictures are kept
    storage_place: str = ""  # the folder, the cloud's name, or the address of what speaks like S3 and is not Amazon's
    storage_key_secret: str = ""
    database_url: str
    database_auth: Literal["password", "iam"] = "password"
    database_wait: int = Field(default=40, ge=1)  # for a connection; a database that slept for a day needs 30 s
    database_statement: int = Field(default=20, ge=0)  # that one statement may take; 0: as long as it likes
    database_lock: int = Field(default=10, ge=0)  # that one statement waits for another's lock
    aws_attempts: int = Field(default=1, ge=1)  # of one request; more where no state machine tries again
    aws_seconds: float = Field(default=10.0, gt=0)  # until an answer to one attempt
    token_key_secret: str
    signing_key_secret: str
    generate_batch_machine: str = ""
    illustrate_recipes_machine: str = ""
    generate_image_machine: str = ""
    generation_queue: str = ""  # its URL

    max_count: int = 100
    chunk_size: int = Field(default=5, ge=1, le=40)
    batch_minutes: int = Field(default=60, ge=10)  # the last three are for what is under way
    overnight_minutes: int = Field(default=30 * 60, ge=60)  # of a batch that is made in the provider's jobs
    batches_per_minute: int = Field(default=10, ge=1)  # that one owner may start
    revisions: int = Field(default=2, ge=0, le=5)  # times a recipe is written again
    generations_at_once: int = Field(default=20, ge=1)  # of users' pictures in work, each of up to three at a time
    generation_minutes: int = Field(default=60, ge=1)  # that one may be in work
    generation_wait_hours: int = Field(default=24, ge=1)  # that one waits for its turn

    secure_cookies: bool = True  # `__Host-` names, over TLS only
    proxies: int = Field(default=0, ge=0)  # of ours before the gateway, each of which names its own caller
    mail_from: str = "brigade@brigade.test"
    sign_ins_per_account_and_address: int = Field(default=10, ge=1)  # tries that fail, in a quarter of an hour
    sign_ins_per_account: int = Field(default=100, ge=1)  # from wherever: a stranger's few lock nobody out
    sign_ins_per_address: int = Field(default=100, ge=1)
    forgotten_seconds: float = 1.0  # until the answer, the same whether there is such an account

    text_base_url: str = "https://api.openai.com/v1"
    text_key_secret: str
    text_model: str = "gpt-6-luna"
    text_model_shutdown: str = ""  # the day its provider announced, as 2027-01-31; "" where it did not
    text_price_in: float | None = Field(default=None, ge=0)  # prices replace those of the model's table row
    text_price_cached: float | None = Field(default=None, ge=0)
    text_price_out: float | None = Field(default=None, ge=0)
    text_max_output_tokens: int = 3000
    text_timeout: float = 50.0  # of one call
    text_window: float = 20.0  # in which a visit's calls may begin; it and the timeout fit the function's limit
    text_calls_at_once: int = Field(default=0, ge=0)  # 0 in these limits: as the provider says it grants
    text_requests_per_minute: int = Field(default=0, ge=0)
    text_tokens_per_minute: int = Field(default=0, ge=0)

    image_kind: ImageKind = "openai"  # the provider that is preferred
    image_base_url: str = ""  # "": that provider's own
    image_key_secret: str
    image_model: str = "gpt-image-2.5-flare"
    image_model_shutdown: str = ""
    image_price: float | None = Field(default=None, ge=0)  # of one picture
    image_size: str = "1216x832"
    image_quality: str = "medium"
    image_timeout: float = 90.0
    image_calls_at_once: int = Field(default=0, ge=0)
    images_per_minute: int = Field(default=0, ge=0)
    image_fallbacks: ImageModels = ()  # whom to ask next, in this order
    image_patience: float = Field(default=20.0, ge=0)  # for a better provider, while another stands ready

    image_failures_most: float = Field(default=0.2, gt=0, le=1)  # the share of askings; these five raise alarms
    image_seconds_most: float = Field(default=120.0, gt=0)  # that one picture of twenty may take
    image_budget_day: float | None = Field(default=None, ge=0)  # in dollars, for everybody's pictures
    image_budget_month: float | None = Field(default=None, ge=0)
    image_storage_gb: float | None = Field(default=None, gt=0)  # that the place for pictures holds

    credits_per_dollar: int = Field(default=100, ge=1)  # what users pay pictures with
    credits_at_start: int = Field(default=0, ge=0)  # that a new user has

    breaker_failures: int = 5
    breaker_rest: float = 60.0
    breaker_patience: float = 600.0  # of an outage, after which what waits for its end is given up
    stream_window: float = 55.0
    stream_poll: float = 0.5
    stream_heartbeat: float = 15.0

    def minutes_of(self, *, overnight: bool) -> int:
        """How long a batch may take."""
        return self.overnight_minutes if overnight else self.batch_minutes

    @property
    def image_models(self) -> tuple[ImageModelSettings, ...]:
        """All of them, the preferred one first."""
        preferred = ImageModelSettings(
            kind=self.image_kind, model=self.image_model, base_url=self.image_base_url,
            key_secret=self.image_key_secret, shutdown=self.image_model_shutdown, price=self.image_price,
            size=self.image_size, quality=self.image_quality, timeout=self.image_timeout,
            calls_at_once=self.image_calls_at_once, images_per_minute=self.images_per_minute,
        )  # fmt: skip
        return preferred, *self.image_fallbacks

    @model_validator(mode="after")
    def _has_image_models_of_different_names(self) -> "Settings":
        names = [f"{self.image_kind}/{self.image_model}", *(each.name for each in self.image_fallbacks)]
        if twice := [name for name in names if names.count(name) > 1]:
            raise ValueError(f"the image model {twice[0]} is named twice")
        return self

    def environment_variables(self) -> dict[str, str]:
        """The settings as a function's environment."""
        return {name.upper(): _written(value) for name, value in self if value is not None}

    @classmethod
    def from_environment(cls, variables: Mapping[str, str]) -> "Settings":
        """The settings in `variables`; variables that are none of ours are passed over."""
        known = {name: variables[name.upper()] for name in cls.model_fields if name.upper() in variables}
        return cls.model_validate({name: value for name, value in known.items() if value or not cls._may_be_none(name)})

    @classmethod
    def _may_be_none(cls, name: str) -> bool:
        """A stack parameter that nobody filled in comes as an empty text."""
        field = cls.model_fields[name]
        return not field.is_required() and field.default is None


def _written(value: object) -> str:
    if isinstance(value, tuple):
        return json.dumps([each.model_dump(exclude_defaults=True) for each in value])
    return str(value)
