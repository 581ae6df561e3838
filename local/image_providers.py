"""Who photographs beside the preferred provider, and with which keys: as the environment names them.

`BRIGADE_IMAGE_KIND` is how the preferred one is spoken to, `BRIGADE_IMAGE_FALLBACKS` a JSON list of those that are
asked next, in order, with the fields of `ImageModelSettings`. Keys stand where each provider's own tools look for them.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from pydantic import TypeAdapter, ValidationError

from brigade.settings import ImageKind, ImageModelSettings
from infra.environments import KEYED, LOCAL
from local.problem import Problem

KEYS: Mapping[ImageKind, str] = {
    "openai": "OPENAI_API_KEY", "google": "GEMINI_API_KEY", "fal": "FAL_KEY", "replicate": "REPLICATE_API_TOKEN",
}  # fmt: skip
KIND, FALLBACKS = "BRIGADE_IMAGE_KIND", "BRIGADE_IMAGE_FALLBACKS"


@dataclass(frozen=True)
class ImageProviders:
    """`fallbacks` name their secrets; `keys` are what is kept in them, by the kind of provider."""

    kind: ImageKind = "openai"
    fallbacks: tuple[ImageModelSettings, ...] = ()
    keys: Mapping[ImageKind, str] = field(default_factory=dict)

    @property
    def settings(self) -> dict[str, str]:
        """What differs from the defaults, as a function's environment has it."""
        kind = {"image_kind": self.kind} if self.kind != "openai" else {}
        written = TypeAdapter(tuple[ImageModelSettings, ...]).dump_json(self.fallbacks, exclude_defaults=True).decode()
        return kind | ({"image_fallbacks": written} if self.fallbacks else {})


def simulated_image_providers(simulator: str, at_once: int = 0, per_minute: int = 0) -> ImageProviders:
    """The model simulator answers as Google does too, and is asked so next, with the limits of the preferred one."""
    google = ImageModelSettings(
        kind="google", model="gemini-nano-banana-2.1", base_url=f"{simulator}/google/v1beta", calls_at_once=at_once,
        images_per_minute=per_minute,
    )  # fmt: skip
    return ImageProviders(fallbacks=(_with_secret(google),))


def image_providers_of(variables: Mapping[str, str]) -> ImageProviders:
    """Raises Problem where one cannot be read, or has no key."""
    kind, written = variables.get(KIND) or "openai", variables.get(FALLBACKS) or "[]"
    try:
        preferred = TypeAdapter(ImageKind).validate_python(kind)
        named = TypeAdapter(tuple[ImageModelSettings, ...]).validate_json(written)
    except ValidationError as error:
        fault = error.errors()[0]
        where = ".".join(map(str, fault["loc"]))
        raise Problem(f"{KIND} or {FALLBACKS} cannot be read: {where} {fault['msg']}.", exit_code=2) from None
    keys = {each: variables[name] for each, name in KEYS.items() if variables.get(name)}
    for each in (preferred, *(model.kind for model in named)):
        _require_key(each, keys)
    return ImageProviders(preferred, tuple(_with_secret(each) for each in named), keys)


def _require_key(kind: ImageKind, keys: Mapping[ImageKind, str]) -> None:
    if kind == "bedrock":
        hint = "On one machine functions have no role of AWS. Name another provider here, and Bedrock in the cloud."
        raise Problem("Amazon Bedrock is signed in to by a function's role.", hint=hint, exit_code=2)
    if kind != "openai" and kind not in keys:
        raise Problem(f"{KEYS[kind]} is not set, which {kind} needs.", exit_code=2)


def _with_secret(model: ImageModelSettings) -> ImageModelSettings:
    """A server of one's own often wants no key; it is sent the one of its kind all the same."""
    return model.model_copy(update={"key_secret": model.key_secret or LOCAL.named(f"image-key-{model.kind}")})


def secrets_of(providers: ImageProviders, otherwise: str) -> dict[str, str]:
    """What each kind's secret holds, by the name of the stack's output."""
    return {f"{kind.title()}KeySecret": providers.keys.get(kind, otherwise) for kind in KEYED}
