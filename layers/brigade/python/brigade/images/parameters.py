"""What a user may tell a provider beside prompt, size and quality: what changes the picture, never its price or safety.

Each kind of provider has names of its own for some of it. What it does not know, or cannot be such a value, is left
out.
"""

from collections.abc import Mapping

from brigade.images.asked import Parameter
from brigade.settings import ImageKind

WHOLE, NUMBER, TEXT = (int,), (int, float), (str,)
KNOWN: Mapping[ImageKind, Mapping[str, tuple[type, ...]]] = {
    "openai": {"seed": WHOLE, "negative_prompt": TEXT, "guidance_scale": NUMBER},  # of servers that speak like it
    "google": {"seed": WHOLE, "temperature": NUMBER, "top_p": NUMBER},
    "bedrock": {"seed": WHOLE, "negative_prompt": TEXT},
    "fal": {"seed": WHOLE, "negative_prompt": TEXT, "guidance_scale": NUMBER},
    "replicate": {"seed": WHOLE, "negative_prompt": TEXT, "guidance_scale": NUMBER, "guidance": NUMBER},
}


def known_parameters(kind: ImageKind, parameters: Mapping[str, Parameter]) -> dict[str, Parameter]:
    """Those that this kind of provider knows."""
    return {name: value for name, value in parameters.items() if type(value) in KNOWN[kind].get(name, ())}
