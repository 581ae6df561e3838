"""What is asked of an image provider, whichever it is; each adapter says it in its provider's words."""

from collections.abc import Mapping

from brigade.model import Message

Parameter = str | int | float | bool


class Asked(Message):
    """One picture. `size` is in pixels: a provider that does not make it gives the nearest one that it makes.

    `references` are photos to go by, checked and encoded anew, as PNG, JPEG or WebP. `parameters` go to the provider
    where it knows them, and are left out where it does not.
    """

    prompt: str
    size: tuple[int, int]
    quality: str = "medium"
    references: tuple[bytes, ...] = ()
    parameters: Mapping[str, Parameter] = {}

    @property
    def measures(self) -> str:
        """The size as providers write it: `1216x832`."""
        return "{}x{}".format(*self.size)
