"""The time that all workers share: a worker whose own clock is wrong goes by that of the table they share."""

from collections.abc import Callable, Mapping
from email.utils import parsedate_to_datetime
from typing import Any

RESOLUTION = 1.0  # seconds to which an answer's date is told
ASKED_AT = "brigade_asked_at"


class CommonClock:
    """`own` is this machine's, in seconds since the epoch. A clock that may be right is left alone."""

    def __init__(self, own: Callable[[], float]) -> None:
        self.own = own
        self.ahead = 0.0  # of the table's, for certain

    def __call__(self) -> float:
        return self.own() - self.ahead

    def watch(self, client: Any) -> None:
        """Read the date of every answer that this DynamoDB client is given."""
        client.meta.events.register("before-call.dynamodb", self._asking)
        client.meta.events.register("after-call.dynamodb", self._answered)

    def compare(self, date: str, asked: float, answered: float) -> None:
        """The table's answer of this `date` was under way between these times of ours."""
        try:
            theirs = parsedate_to_datetime(date).timestamp()
        except ValueError:
            return
        least, most = asked - theirs - RESOLUTION, answered - theirs
        self.ahead = 0.0 if least <= 0 <= most else (least if least > 0 else most)

    def _asking(self, context: dict[str, Any], **_: Any) -> None:
        context[ASKED_AT] = self.own()

    def _answered(self, http_response: Any, context: Mapping[str, Any], **_: Any) -> None:
        date = getattr(http_response, "headers", {}).get("date")
        if date and ASKED_AT in context:
            self.compare(date, context[ASKED_AT], self.own())
