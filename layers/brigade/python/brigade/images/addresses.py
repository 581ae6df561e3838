"""Which addresses of the network lead to the open internet."""

from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address

TRANSLATED = IPv6Network("64:ff9b::/96")  # NAT64, RFC 6052
PROTOCOL = IPv4Network("192.0.0.0/24")  # RFC 6890; Python 3.11 takes a part of it for global


def is_public(address: str) -> bool:
    """Whether it leads to the open internet, also where it is an IPv4 address inside an IPv6 one."""
    found = ip_address(address.partition("%")[0])
    if isinstance(found, IPv4Address):
        return found.is_global and not found.is_multicast and found not in PROTOCOL
    inner = _inner(found)
    return found.is_global and not found.is_multicast and (inner is None or is_public(str(inner)))


def _inner(found: IPv6Address) -> IPv4Address | None:
    if found in TRANSLATED:
        return IPv4Address(int(found) & 0xFFFFFFFF)
    return found.ipv4_mapped or found.sixtofour or (found.teredo[1] if found.teredo else None)
