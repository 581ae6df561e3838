"""What a password has to be: long, and more than its predictable parts. No rules about kinds of characters.

After NIST SP 800-63B, section 3.1.1.2: length, a list of what is expected, and Unicode in one normal form.
"""

import unicodedata

from brigade.errors import InvalidRequest
from brigade.text import is_unseen

SHORTEST, LONGEST = 12, 128  # characters
LEAST_OF_ITS_OWN = 8  # characters that remain without the predictable parts, and are not one repeated
LEAST_DIFFERENT = 5
PREDICTABLE = (
    "password", "passwort", "brigade", "recipe", "kitchen", "welcome", "letmein", "iloveyou", "dragon", "monkey",
    "football", "administrator", "admin", "qwertyuiop", "qwerty", "asdfgh", "zxcvbn", "1234567890", "123456", "12345",
    "987654", "abcdef", "abc123",
)  # fmt: skip


def normal_form(password: str) -> str:
    """The same password however a keyboard composed its letters."""
    return unicodedata.normalize("NFKC", password)


def new_password(password: str, email: str) -> str:
    """The password in its normal form. Raises InvalidRequest where it is too weak."""
    normal = normal_form(password)
    if weakness := _weakness(normal, email):
        raise InvalidRequest(f"the password {weakness}", {"password": weakness})
    return normal


def _weakness(password: str, email: str) -> str:
    """Empty where there is none."""
    if not SHORTEST <= len(password) <= LONGEST:
        return f"must have {SHORTEST} to {LONGEST} characters"
    if any(is_unseen(char) for char in password):
        return "holds a character that nobody sees"
    rest = password.lower()
    for part in (email, email.partition("@")[0], *PREDICTABLE):
        rest = rest.replace(part, "") if len(part) > 2 else rest
    if len(rest) < LEAST_OF_ITS_OWN or len(set(rest)) < LEAST_DIFFERENT:
        return "is too easily guessed"
    return ""
