"""What every adapter of an image provider is held to: only our errors leave it, each with what it cost."""

from collections.abc import Mapping
from typing import Any

import pytest

from brigade.errors import BrigadeError, ModelDown, ModelSlow
from brigade.images.asked import Asked
from brigade.providers.ledger import charge_of
from brigade.settings import ImageModelSettings
from brigade_io.images.picture_model import PictureModel
from brigade_io.images.wiring import adapter_of

KEY = "a-key"
SECONDS = 1.5  # of a call, where a provider is slow
# What no provider means: neither a picture nor a refusal, so nobody knows what it cost.
ANYWHERE: Mapping[str, type[BrigadeError]] = {
    **dict.fromkeys((
        "html", "html_as_json", "empty_body", "null", "number", "string", "empty_list", "empty_object", "half_json",
        "two_jsons", "not_utf8", "deep", "deep_object", "redirect", "redirect_nowhere", "silent", "cut", "too_short",
        "gzip_bomb", "bad_header",
    ), ModelDown),
    **dict.fromkeys(("drip", "drip_headers", "hang"), ModelSlow),
}  # fmt: skip


def an_asked(**changes: Any) -> Asked:
    return Asked.model_validate({"prompt": "A bowl of soup", "size": (1024, 1024), "quality": "medium", **changes})


def an_adapter(kind: str, model: str, base_url: str, **changes: Any) -> PictureModel:
    told = {"kind": kind, "model": model, "base_url": base_url, "key_secret": "secret", "timeout": SECONDS, **changes}
    return adapter_of(ImageModelSettings.model_validate(told))


def failure_of(adapter: PictureModel, asked: Asked | None = None) -> tuple[BrigadeError, int | None]:
    """The error that leaves the adapter, and what the ledger takes it to have cost."""
    with pytest.raises(BrigadeError) as raised:
        adapter.picture(asked or an_asked(), KEY)
    assert raised.value.__cause__ is None
    assert len(str(raised.value)) < 300
    assert "\x1b" not in str(raised.value)
    assert "sk-live" not in str(raised.value)
    return raised.value, charge_of(raised.value)


def a_closed_port() -> str:
    return "http://127.0.0.1:9"
