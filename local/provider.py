"""Who writes and photographs: the model simulator, or any OpenAI-compatible provider that the environment names."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from pydantic import ValidationError

from brigade.errors import PriceUnknown
from brigade.providers.picture_prices import require_prices
from brigade.settings import Settings
from local.image_providers import FALLBACKS, ImageProviders, image_providers_of
from local.pace import own_limits
from local.problem import Problem

OPENAI = "https://api.openai.com/v1"
SIMULATOR_KEY = "simulator"
PRICES = ("text_price_in", "text_price_cached", "text_price_out", "image_price")


@dataclass(frozen=True)
class Provider:
    """A real provider. A model of None is the product's default; `limits` are those that the environment sets, as stack

    parameters: where it sets none, the provider's own answers do.
    """

    text_base_url: str
    image_base_url: str
    key: str
    text_model: str | None = None
    image_model: str | None = None
    images: ImageProviders = field(default_factory=ImageProviders)
    prices: Mapping[str, str] = field(default_factory=dict)  # settings
    limits: Mapping[str, str] = field(default_factory=dict)

    @property
    def models(self) -> dict[str, str]:
        """The models and their prices as settings, where they are not the defaults."""
        named = {"text_model": self.text_model, "image_model": self.image_model}
        return {name: model for name, model in named.items() if model} | dict(self.prices) | self.images.settings

    @property
    def image_key(self) -> str:
        """That of the preferred provider of pictures."""
        return self.key if self.images.kind == "openai" else self.images.keys[self.images.kind]

    @property
    def parameters(self) -> dict[str, str]:
        """The same as stack parameters."""
        return {name.title().replace("_", ""): value for name, value in self.models.items()}

    @property
    def settings(self) -> Settings:
        """The product's, as far as they are this provider's. Raises Problem where one is no number."""
        unnamed = {name: "-" for name, each in Settings.model_fields.items() if each.is_required()}
        try:
            return Settings.model_validate(unnamed | self.models)
        except ValidationError as error:
            wrong = ", ".join(f"BRIGADE_{str(each['loc'][0]).upper()}" for each in error.errors() if each["loc"])
            if not wrong:
                raise Problem(f"{FALLBACKS}: {error.errors()[0]['msg']}.", exit_code=2) from None
            raise Problem(f"{wrong} is no price: a number of dollars, 0 or more.", exit_code=2) from None

    def require_prices(self) -> None:
        """Raises Problem where nobody told what its models cost."""
        try:
            require_prices(self.settings)
        except PriceUnknown as error:
            hint = "As environment variables their names begin with BRIGADE_. 0 is a price, for a server of your own."
            raise Problem(str(error), hint=hint, exit_code=2) from None


def provider_of(variables: Mapping[str, str]) -> Provider | None:
    """The provider in `variables`; None, which is the simulator, where they name neither a key nor an address."""
    key, common = variables.get("OPENAI_API_KEY", ""), variables.get("OPENAI_BASE_URL", "")
    text, image = variables.get("BRIGADE_TEXT_BASE_URL", ""), variables.get("BRIGADE_IMAGE_BASE_URL", "")
    if not (key or common or text or image):
        return None
    images = image_providers_of(variables)
    return Provider(
        text_base_url=text or common or OPENAI,
        image_base_url=image or ((common or OPENAI) if images.kind == "openai" else ""),
        images=images,
        key=key or "none",  # a local server often wants none, the SDK always does
        text_model=variables.get("BRIGADE_TEXT_MODEL") or None,
        image_model=variables.get("BRIGADE_IMAGE_MODEL") or None,
        prices={name: value for name in PRICES if (value := variables.get(f"BRIGADE_{name.upper()}"))},
        limits=own_limits(variables),
    )
