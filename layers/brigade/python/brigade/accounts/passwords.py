"""What a password has to be: long, more than its predictable parts, and not to be guessed. No kinds of characters.

After NIST SP 800-63B, section 3.1.1.2: length, lists of what is common (zxcvbn has 30,000 passwords beside names and
words, and knows them turned round, doubled or spelt with digits), and Unicode in one normal form.
"""

import re
import unicodedata

from zxcvbn import zxcvbn

from brigade.errors import InvalidRequest
from brigade.text import is_unseen

SHORTEST, LONGEST = 12, 128  # characters
LEAST_OF_ITS_OWN = 8  # characters that remain without the predictable parts, and are not one repeated
LEAST_DIFFERENT = 5
FEWEST_GUESSES = 8.0  # powers of ten: what somebody who guesses well against a slow hash would not find
LOOKED_AT = 64  # characters: what is hard to guess does not get easier by what follows
PREDICTABLE = ("password", "passwort", "brigade", "recipe", "kitchen", "administrator", "admin")  # here


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
    known = [*PREDICTABLE, email, *re.split(r"[^a-z0-9]+", email)]
    guesses = zxcvbn(password[:LOOKED_AT], user_inputs=known)["guesses_log10"]
    return "is too easily guessed" if guesses < FEWEST_GUESSES else ""
