"""What a warm function keeps between its invocations, and how a test lets go of it."""

import importlib
from typing import Any

from brigade_io import alarms, aws, database
from brigade_io.settings import settings

ROOMS = ("accounts", "progress", "generation", "image_generation", "images", "providers")
WIRINGS = ("brigade_io.wiring", "brigade_io.images.storage.wiring", *(f"brigade_io.{room}.wiring" for room in ROOMS))


def forget(*also: Any) -> None:
    """Close the connection and empty every cache of the wiring, and these."""
    database._discard()
    wired = [each for name in WIRINGS for each in vars(importlib.import_module(name)).values()]
    for cached in (*wired, settings, aws.client, alarms.raise_once, *also):
        if hasattr(cached, "cache_clear"):
            cached.cache_clear()
