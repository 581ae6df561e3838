"""Opaque tokens: 32 random bytes as text. Only fingerprints are kept, so that a copy of the database opens nothing.

A successor is kept sealed with its predecessor: who shows the old token again can be given the same new one, and
nobody else can read it, since the old token is not kept either.
"""

import hashlib
import hmac
from base64 import urlsafe_b64decode, urlsafe_b64encode

BYTES = 32
LENGTH = 43  # characters of the text


def written(token: bytes) -> str:
    return urlsafe_b64encode(token).decode().rstrip("=")


def fingerprint(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()


def sealed(successor: str, token: str) -> bytes:
    """`successor` hidden under a pad that only `token` gives, and that is used for nothing else."""
    return _under_pad(urlsafe_b64decode(successor + "="), token)


def unsealed(hidden: bytes, token: str) -> str:
    return written(_under_pad(hidden, token))


def _under_pad(text: bytes, token: str) -> bytes:
    pad = hmac.digest(token.encode(), b"successor", hashlib.sha256)
    return bytes(one ^ other for one, other in zip(text, pad, strict=True))
