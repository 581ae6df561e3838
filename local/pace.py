"""How fast the local environment may ask: the simulator as fast as it lets us, a real provider as fast as it grants."""

from collections.abc import Mapping

from local.problem import Problem

AT_ONCE = {"TextCallsAtOnce": "40", "ImageCallsAtOnce": "64", "ChunksAtOnce": "40"}
REAL = {"TextRequestsPerMinute": "5000", "TextTokensPerMinute": "4000000", "ImagesPerMinute": "250"}
VARIABLES = {
    "BRIGADE_TEXT_CALLS_AT_ONCE": "TextCallsAtOnce",
    "BRIGADE_TEXT_REQUESTS_PER_MINUTE": "TextRequestsPerMinute",
    "BRIGADE_TEXT_TOKENS_PER_MINUTE": "TextTokensPerMinute",
    "BRIGADE_IMAGE_CALLS_AT_ONCE": "ImageCallsAtOnce",
    "BRIGADE_IMAGES_PER_MINUTE": "ImagesPerMinute",
    "BRIGADE_CHUNKS_AT_ONCE": "ChunksAtOnce",
}


def limits_of(latency: str | None) -> dict[str, str]:
    """Stack parameters for the simulator's `latency`, or for a provider's own (None: as it says itself)."""
    if latency is None:
        return {}
    return AT_ONCE | (REAL if latency == "real" else {})


def own_limits(variables: Mapping[str, str]) -> dict[str, str]:
    """The limits that the environment sets for a real provider, as stack parameters. Raises Problem."""
    given = {name: variables[name].strip() for name in VARIABLES if variables.get(name, "").strip()}
    for name, value in given.items():
        if not (value.isascii() and value.isdigit() and 0 < int(value) < 10**9):
            raise Problem(f"{name} is a whole number above 0, not {value!r}.", exit_code=2)
    return {VARIABLES[name]: value for name, value in given.items()}
