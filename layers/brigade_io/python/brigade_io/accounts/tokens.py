"""Access tokens: short-lived EdDSA JWTs that say who asks and in which role."""

from datetime import datetime, timedelta
from uuid import uuid4

import jwt
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from jwt.types import Options

from brigade.accounts.claims import AUDIENCE, ISSUER, LIFETIME, Claims, claims_of, payload_of
from brigade.errors import Unauthorized

ALGORITHM = "EdDSA"
REQUIRED = ["exp", "iat", "iss", "aud", "sub", "jti"]


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


def sign_access_token(
    private_key: str, sub: str, role: str, now: datetime, ttl: timedelta = LIFETIME, sid: str = ""
) -> str:
    """A token for `sub`, good for `ttl`, which is at most an hour, or until the session `sid` ends."""
    claims = Claims(sub=sub, role=role, jti=uuid4().hex, sid=sid)
    return jwt.encode(payload_of(claims, now, ttl), private_key, algorithm=ALGORITHM)


def verify(token: str, public_key: str, now: datetime) -> Claims:
    """What the token says. Raises Unauthorized where it does not hold at `now`."""
    # The library's own clock is switched off: `now` decides, so that time can be told in tests.
    options: Options = {"require": REQUIRED, "verify_exp": False, "verify_iat": False, "verify_nbf": False}
    try:
        payload = jwt.decode(
            token, public_key, algorithms=[ALGORITHM], audience=AUDIENCE, issuer=ISSUER,
            options=options,
        )  # fmt: skip
    except (jwt.InvalidTokenError, ValueError) as error:
        raise Unauthorized("the token does not hold") from error
    return claims_of(payload, now)
