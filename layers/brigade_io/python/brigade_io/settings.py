"""The environment, read once, when it is first needed and never at import."""

import os
from functools import cache

from brigade.settings import Settings


@cache
def settings() -> Settings:
    return Settings.from_environment(os.environ)
