"""What differs between the places that Brigade runs in, each as one typed value."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from aws_cdk.aws_logs import RetentionDays

from brigade.settings import ImageKind, ImageModelSettings

KEYED: tuple[ImageKind, ...] = ("openai", "google", "fal", "replicate")  # at Bedrock the function's role signs in


@dataclass(frozen=True, kw_only=True)
class DatabaseSize:
    """Aurora Serverless v2, in capacity units of 2 GiB; at a minimum of 0 it sleeps when nobody asks."""

    min_capacity: float
    max_capacity: float
    backup_days: int


@dataclass(frozen=True, kw_only=True)
class Cloud:
    """What only AWS itself has; an emulated environment goes without."""

    database: DatabaseSize
    web_adapter_layer: int  # version of the public Lambda Web Adapter layer
    alarm_email: str | None = None


@dataclass(frozen=True, kw_only=True)
class Environment:
    """One environment. `settings` replaces defaults of `brigade.settings`; `parameters` are left to the deployer."""

    name: str
    log_retention: RetentionDays
    keeps_data: bool  # tables, buckets and the database survive the stack, with point-in-time recovery
    cloud: Cloud | None
    chunks_at_once: int = 20
    image_tries: int = 3  # changed prompts after the first
    requests_per_second: int = 50
    settings: Mapping[str, object] = field(default_factory=dict)
    parameters: tuple[str, ...] = ()

    @property
    def keeps_pictures_elsewhere(self) -> bool:
        """Whether pictures are kept outside of AWS, which functions in the network of the database have to reach."""
        return self.settings.get("storage", "s3") != "s3" or bool(self.settings.get("storage_place"))

    @property
    def image_models(self) -> list[ImageModelSettings]:
        """Those that the settings name beside the preferred one."""
        named = self.settings.get("image_fallbacks", ())
        return [ImageModelSettings.model_validate(each) for each in named] if isinstance(named, (list, tuple)) else []

    @property
    def image_keys(self) -> list[ImageKind]:
        """Providers of pictures whose keys are kept each for itself: all, where only the deployer knows which."""
        if "image_fallbacks" in self.parameters:
            return list(KEYED)
        return [kind for kind in KEYED if any(each.kind == kind for each in self.image_models)]

    @property
    def prefix(self) -> str:
        return f"brigade-{self.name}"

    def named(self, name: str) -> str:
        """The name of a resource: `generate_batch` -> `brigade-dev-generate-batch`."""
        return f"{self.prefix}-{name.replace('_', '-')}"


# 0, their default, is as much as the provider says that it grants
PROVIDER_LIMITS = (
    "text_calls_at_once", "text_requests_per_minute", "text_tokens_per_minute", "image_calls_at_once",
    "images_per_minute",
)  # fmt: skip

LOCAL = Environment(
    name="local",
    log_retention=RetentionDays.ONE_DAY,
    keeps_data=False,
    cloud=None,
    settings={
        "credits_at_start": 1000,  # so that a fresh system can be used at once
        "batches_per_minute": 600,  # one person, and every test
        "sign_ins_per_address": 100_000,  # every test, at one address
        "secure_cookies": False,  # without TLS browsers take no others
    },
    parameters=(
        "database_url",
        "database_owner_url",
        "site_url",
        "text_base_url",
        "text_model",
        "text_price_in",
        "text_price_cached",
        "text_price_out",
        "image_kind",
        "image_base_url",
        "image_model",
        "image_price",
        "image_fallbacks",
        "image_timeout",
        "image_patience",
        "breaker_rest",
        "breaker_patience",
        "images_url",
        "storage",
        "storage_place",
        *PROVIDER_LIMITS,
        "chunks_at_once",
    ),
)

DEV = Environment(
    name="dev",
    log_retention=RetentionDays.ONE_MONTH,
    keeps_data=False,
    cloud=Cloud(
        database=DatabaseSize(min_capacity=0, max_capacity=2, backup_days=7),
        web_adapter_layer=27,
    ),
    settings={"proxies": 1},  # CloudFront
    parameters=("mail_from", *PROVIDER_LIMITS),
)

ENVIRONMENTS = {environment.name: environment for environment in (LOCAL, DEV)}
