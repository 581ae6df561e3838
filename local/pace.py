"""How fast the local environment may ask: as fast as the provider lets it, so that nothing of ours is slower."""

AT_ONCE = {"TextCallsAtOnce": "40", "ImageCallsAtOnce": "64", "ChunksAtOnce": "40"}
REAL = {"TextRequestsPerMinute": "5000", "TextTokensPerMinute": "4000000", "ImagesPerMinute": "250"}
UNLIMITED = {
    "TextRequestsPerMinute": "1000000",
    "TextTokensPerMinute": "1000000000",
    "ImagesPerMinute": "1000000",
}


def limits_of(latency: str | None) -> dict[str, str]:
    """Stack parameters for the simulator's `latency`, or for a provider's own (None: the product's defaults)."""
    if latency is None:
        return {}
    return AT_ONCE | (REAL if latency == "real" else UNLIMITED)
