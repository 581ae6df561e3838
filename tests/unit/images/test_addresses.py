"""Which addresses lead to the open internet."""

import pytest

from brigade.images.addresses import is_public


@pytest.mark.parametrize("address", ["93.184.216.34", "192.0.1.1", "2606:2800:220:1::1", "64:ff9b::93.184.216.34"])
def test_the_open_internet_is_public(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize(
    "address",
    [
        "10.0.0.1", "127.0.0.1", "169.254.169.254", "100.64.0.1", "198.18.0.1", "0.0.0.0", "192.0.0.8", "192.0.0.9",
        "224.0.0.1", "255.255.255.255", "::", "::1", "fe80::1%eth0", "fd00::1", "fc00::1", "ff02::1",
    ],
)  # fmt: skip
def test_networks_of_our_own_and_of_nobody_are_not(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize(
    "address",
    [
        "::ffff:10.0.0.1", "::ffff:169.254.169.254", "2002:0a00:0001::1", "2002:a9fe:a9fe::", "64:ff9b::10.0.0.1",
        "64:ff9b::a9fe:a9fe", "2001:0:53aa:64c:0:0:5601:5601",
    ],
)  # fmt: skip
def test_nor_is_a_private_address_inside_another(address: str) -> None:
    assert not is_public(address)
