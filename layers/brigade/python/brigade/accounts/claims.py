"""What an access token says, and when it holds."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from pydantic import ValidationError

from brigade.errors import Unauthorized
from brigade.model import Message

ISSUER = "brigade"
AUDIENCE = "brigade-api"
KIND = "access"
LIFETIME = timedelta(minutes=15)
LONGEST = timedelta(minutes=60)
SKEW = timedelta(seconds=30)  # how far the signer's clock may be ahead of ours


class Claims(Message):
    """What a verified token says: who (`sub`), in which `role`, by which token (`jti`), of which session (`sid`).

    A token without a session is one that a holder of the signing key has made for itself.
    """

    sub: str
    role: str
    jti: str
    sid: str = ""


def payload_of(claims: Claims, now: datetime, ttl: timedelta) -> dict[str, str | int]:
    """The payload of a token that is good for `ttl`, which is at most an hour."""
    if ttl > LONGEST:
        raise ValueError(f"an access token lives at most {LONGEST}")
    times = {"iat": int(now.timestamp()), "exp": int((now + ttl).timestamp())}
    return {"iss": ISSUER, "aud": AUDIENCE, "typ": KIND, **dict(claims), **times}


def claims_of(payload: Mapping[str, Any], now: datetime) -> Claims:
    """What a payload says whose signature, issuer and audience hold. Raises Unauthorized where it does not hold now."""
    try:
        role, sid = payload.get("role", ""), payload.get("sid", "")
        claims = Claims(sub=payload["sub"], role=role, jti=payload["jti"], sid=sid)
    except (KeyError, ValidationError):
        raise Unauthorized("the token does not say who asks") from None
    if payload.get("typ") != KIND or not claims.sub or not claims.jti:
        raise Unauthorized("the token is not an access token")
    if not _in_time(payload.get("iat"), payload.get("exp"), now.timestamp()):
        raise Unauthorized("the token has expired, or is not valid yet")
    return claims


def _in_time(start: object, end: object, now: float) -> bool:
    if not (isinstance(start, int | float) and isinstance(end, int | float)):
        return False
    return start - SKEW.total_seconds() <= now < end and end - start <= LONGEST.total_seconds()
