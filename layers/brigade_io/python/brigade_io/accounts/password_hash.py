"""Passwords as argon2id hashes, in the smaller of OWASP's recommended sizes (Password Storage Cheat Sheet)."""

from argon2 import PasswordHasher
from argon2.exceptions import VerificationError

_hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)  # 19 MiB

# The hash of no password: who has no account is checked against it, and so takes as long as who has one.
NOBODY = f"$argon2id$v=19$m={19 * 1024},t=2,p=1${'A' * 22}${'A' * 43}"


def hash_of(password: str) -> str:
    return _hasher.hash(password)


def matches(password: str, password_hash: str | None) -> bool:
    """Whether the hash is this password's; without one it is not, after the same work."""
    try:
        return _hasher.verify(password_hash or NOBODY, password)
    except VerificationError:
        return False
