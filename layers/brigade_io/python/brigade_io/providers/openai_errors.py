"""What a provider's headers say of waiting."""

import math
from collections.abc import Mapping

LONGEST_WAIT = 3600.0  # seconds; a longer retry-after is not believed


def retry_after(headers: Mapping[str, str]) -> float | None:
    """Seconds to wait as the provider says, in `retry-after-ms` or `retry-after`; None where it does not."""
    for header, divisor in (("retry-after-ms", 1000), ("retry-after", 1)):
        try:
            seconds = float(headers.get(header, "")) / divisor
        except ValueError:
            continue
        if math.isfinite(seconds) and seconds >= 0:
            return min(seconds, LONGEST_WAIT)
    return None
