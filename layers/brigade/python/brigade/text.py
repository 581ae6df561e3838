"""Text from outside: trimmed, neither empty nor endless, and free of control characters."""

import unicodedata

from pydantic import AfterValidator


def text(longest: int) -> AfterValidator:
    """Text of 1 to `longest` characters; of control characters it may hold line breaks and tabs.

    A validator and not a schema keyword: providers' strict schemas do not enforce lengths, so we do.
    """

    def checked(value: str) -> str:
        trimmed = value.strip()
        if not 1 <= len(trimmed) <= longest:
            raise ValueError(f"must have 1 to {longest} characters")
        if any(unicodedata.category(char) in ("Cc", "Cs") and char not in "\n\t" for char in trimmed):
            raise ValueError("must not hold control characters")
        return trimmed

    return AfterValidator(checked)
