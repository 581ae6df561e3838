"""Who writes and photographs: the model simulator, or any OpenAI-compatible provider that the environment names."""

from collections.abc import Mapping
from dataclasses import dataclass

OPENAI = "https://api.openai.com/v1"
SIMULATOR_KEY = "simulator"


@dataclass(frozen=True)
class Provider:
    """A real provider. A model of None is the product's default."""

    text_base_url: str
    image_base_url: str
    key: str
    text_model: str | None = None
    image_model: str | None = None

    @property
    def models(self) -> dict[str, str]:
        """The models as stack parameters, where they are not the defaults."""
        named = {"TextModel": self.text_model, "ImageModel": self.image_model}
        return {name: model for name, model in named.items() if model}


def provider_of(variables: Mapping[str, str]) -> Provider | None:
    """The provider in `variables`; None, which is the simulator, where they name neither a key nor an address."""
    key, common = variables.get("OPENAI_API_KEY", ""), variables.get("OPENAI_BASE_URL", "")
    text, image = variables.get("BRIGADE_TEXT_BASE_URL", ""), variables.get("BRIGADE_IMAGE_BASE_URL", "")
    if not (key or common or text or image):
        return None
    return Provider(
        text_base_url=text or common or OPENAI,
        image_base_url=image or common or OPENAI,
        key=key or "none",  # a local server often wants none, the SDK always does
        text_model=variables.get("BRIGADE_TEXT_MODEL") or None,
        image_model=variables.get("BRIGADE_IMAGE_MODEL") or None,
    )
