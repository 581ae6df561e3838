"""A picture that a provider gave as an address: fetched from the very server that was asked, or through the guard."""

from functools import cached_property
from typing import Any
from urllib.parse import urlsplit

import httpcore2

from brigade.errors import ModelDown, ModelSlow
from brigade.images.sources import Fault
from brigade_io.images.public_fetch import (
    PublicFetch,
    Resolve,
    Unfetched,
    addresses_of,
    fetched,
    picture_in,
    translated,
)
from brigade_io.providers.deadline import TimedBackend

WORDS = {
    Fault.PRIVATE_ADDRESS: "is not public", Fault.REDIRECT_TO_PRIVATE: "leads to one that is not public",
    Fault.NOT_HTTPS: "is not https", Fault.NOT_AN_ADDRESS: "cannot be used",
}  # fmt: skip


class PictureFetch:
    """`base_url` is where pictures are asked for. Our key goes nowhere."""

    def __init__(self, base_url: str, tls: Any = None, resolve: Resolve = addresses_of) -> None:
        self.origin = _origin(base_url) or ()
        self.public = PublicFetch(tls, resolve)

    def get(self, url: str) -> bytes:
        """The picture's bytes. Raises ModelDown where it is not to be had or not to be fetched, and ModelSlow."""
        try:
            return self._from_there(url) if _origin(url) == self.origin else self.public.get(url)
        except Unfetched as error:
            raise _of_the_provider(error) from None

    def _from_there(self, url: str) -> bytes:
        with translated():
            return picture_in(fetched(self._own, url))

    @cached_property
    def _own(self) -> httpcore2.ConnectionPool:
        return httpcore2.ConnectionPool(network_backend=TimedBackend())


def _of_the_provider(error: Unfetched) -> ModelDown | ModelSlow:
    if error.fault is Fault.TOO_SLOW:
        return ModelSlow("the provider's picture did not come in time")
    seen = WORDS.get(error.fault, f"gave no picture ({error.status or error.fault})")
    return ModelDown(f"the picture's address {seen}")


def _origin(url: str) -> tuple[str, str, int | None] | None:
    """Scheme, host and port; None where there is none."""
    try:
        parts = urlsplit(url)
        return (parts.scheme, parts.hostname, parts.port) if parts.hostname else None
    except ValueError:
        return None
