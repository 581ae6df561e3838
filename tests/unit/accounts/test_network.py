"""From where somebody calls."""

import pytest

from brigade.accounts.network import network_of


@pytest.mark.parametrize(
    ("source", "counted"),
    [
        (" 203.0.113.7 ", "203.0.113.7"),
        ("2001:db8:1:2::1", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:ffff::9", "2001:db8:1:2::/64"),
        ("::ffff:203.0.113.7", "203.0.113.7"),
        ("203.0.113.7:443", "unknown"),
        ("x" * 5000, "unknown"),
        ("", "unknown"),
    ],
)
def test_one_caller_is_counted_as_one(source: str, counted: str) -> None:
    assert network_of(source) == counted
