"""One thing that was looked at on this machine or at a provider, and what was found."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Finding:
    """`ok` None: nothing to check, or nothing that has to be."""

    check: str
    ok: bool | None
    words: str
