"""From where somebody calls, as far as it can be counted."""

from ipaddress import IPv6Address, ip_address, ip_network

SUBSCRIBER = 64  # bits: in IPv6 one subscriber has a whole network of addresses to choose from


def network_of(source: str) -> str:
    """The IPv4 address, or the IPv6 network; `unknown` for all that is neither."""
    try:
        address = ip_address(source.strip())
    except ValueError:
        return "unknown"
    if not isinstance(address, IPv6Address):
        return str(address)
    return str(address.ipv4_mapped or ip_network((int(address), SUBSCRIBER), strict=False))
