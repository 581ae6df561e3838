"""Who asks at this machine's ports: a page of any site can try all of them, under any name, as any user can."""

from collections.abc import Mapping

SECRET = "BRIGADE_CLOUD_SECRET"  # names the emulated AWS's secret in its environment, where no other user can read it
HEADER = "x-brigade-secret"  # brings it where nothing is signed
HERE = ("127.0.0.1", "localhost", "[::1]")


def is_foreign(host: str) -> bool:
    """Whether a `Host` names another machine: such a name was pointed at this one, for a page to be of its origin."""
    name, colon, port = host.rpartition(":")
    return (name if colon and port.isdigit() else host).lower() not in HERE


def is_of_a_page(headers: Mapping[str, str]) -> bool:
    """Whether a page asks, by headers that no page can leave out; their names in lower case."""
    return "origin" in headers or "sec-fetch-site" in headers or is_foreign(headers.get("host", ""))
