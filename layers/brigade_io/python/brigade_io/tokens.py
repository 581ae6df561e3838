"""Access tokens: short-lived EdDSA JWTs that say who asks and in which role."""

from datetime import datetime, timedelta
from uuid import uuid4

import jwt
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from pydantic import ValidationError

from brigade.errors import Unauthorized
from brigade.model import Message

ISSUER = "brigade"
AUDIENCE = "brigade-api"
KIND = "access"
LIFETIME = timedelta(minutes=15)
LONGEST = timedelta(minutes=60)
SKEW = timedelta(seconds=30)  # how far the signer's clock may be ahead of ours
REQUIRED = ["exp", "iat", "iss", "aud", "sub", "jti"]


class Claims(Message):
    """What a verified token says: who (`sub`), in which `role`, by which token (`jti`)."""

    sub: str
    role: str
    jti: str


def make_key_pair() -> tuple[str, str]:
    """A new private and public Ed25519 key, as PEM."""
    private = Ed25519PrivateKey.generate()
    secret = private.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    public = private.public_key().public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    return secret.decode(), public.decode()


def sign_access_token(private_key: str, sub: str, role: str, now: datetime, ttl: timedelta = LIFETIME) -> str:
    """A token for `sub`, good for `ttl`, which is at most an hour."""
    if ttl > LONGEST:
        raise ValueError(f"an access token lives at most {LONGEST}")
    claims = {
        "iss": ISSUER, "aud": AUDIENCE, "typ": KIND, "sub": sub, "role": role, "jti": uuid4().hex,
        "iat": int(now.timestamp()), "exp": int((now + ttl).timestamp()),
    }  # fmt: skip
    return jwt.encode(claims, private_key, algorithm="EdDSA")


def verify(token: str, public_key: str, now: datetime) -> Claims:
    """What the token says. Raises Unauthorized where it does not hold at `now`."""
    # The library's own clock is switched off: `now` decides, so that time can be told in tests.
    options = {"require": REQUIRED, "verify_exp": False, "verify_iat": False, "verify_nbf": False}
    try:
        payload = jwt.decode(
            token, public_key, algorithms=["EdDSA"], audience=AUDIENCE, issuer=ISSUER,
            options=options,  # type: ignore[arg-type]
        )  # fmt: skip
        start, end = _seconds(payload["iat"]), _seconds(payload["exp"])
        claims = Claims(sub=payload["sub"], role=payload.get("role", ""), jti=payload["jti"])
    except (jwt.InvalidTokenError, ValidationError, ValueError) as error:
        raise Unauthorized("the token does not hold") from error
    if payload.get("typ") != KIND or not claims.sub or not claims.jti:
        raise Unauthorized("the token is not an access token")
    if not start - SKEW.total_seconds() <= now.timestamp() < end or end - start > LONGEST.total_seconds():
        raise Unauthorized("the token has expired, or is not valid yet")
    return claims


def _seconds(moment: object) -> float:
    if not isinstance(moment, int | float):
        raise jwt.InvalidTokenError("a time is a number")
    return moment
