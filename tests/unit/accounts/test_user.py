"""Addresses that accounts are known by."""

import pytest

from brigade.accounts.user import email_address


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        (" Ada@Example.ORG ", "ada@example.org"),
        ("a.b+c@mail.example.co.uk", "a.b+c@mail.example.co.uk"),
        ("o'neil@x-y.de", "o'neil@x-y.de"),
        ("a" * 64 + "@example.org", "a" * 64 + "@example.org"),
        ("ada@" + "x." * 123 + "info", "ada@" + "x." * 123 + "info"),  # 254 characters
    ],
)
def test_an_address_has_one_spelling(text: str, kept: str) -> None:
    assert email_address(text) == kept


@pytest.mark.parametrize(
    "text",
    [
        "", "ada", "@example.org", "ada@", "ada@localhost", "a b@example.org", "a@b@example.org", ".a@example.org",
        "a..b@example.org", "ada@-x.org", "ada@x-.org", "ada@example.org\nbcc:eve@example.org", "ada@127.0.0.1",
        "a" * 65 + "@example.org", "ada@" + "x." * 124 + "org", "ada@example.org\u0000", "ädа@example.org",
        "ada\u200b@example.org", "\u212aada@example.org", "ada@example.org\u200b",
    ],
    ids=lambda text: repr(text[:24]),
)  # fmt: skip
def test_what_is_no_address_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"address$"):
        email_address(text)
