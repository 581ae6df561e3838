"""What somebody has to look at, by figures of the last minutes, of today, and of this month."""

from datetime import timedelta

from brigade.alarms import Alarm
from brigade.model import Message
from brigade.settings import Settings

WINDOW = timedelta(minutes=15)  # of failures and times
FEW = 20  # askings, of which no share tells anything
FULL = 0.9  # of what may be kept


class Pulse(Message):
    """Of the window: how often providers were asked, how often in vain (what they refused for its content does not
    count), and the time of the slowest of twenty pictures. Spending is in millionths of a dollar.
    """

    asked: int
    failed: int
    p95_ms: float | None
    today_micros: int
    month_micros: int
    bytes: int

    @property
    def failure_share(self) -> float:
        return self.failed / self.asked if self.asked else 0.0


def warnings_of(pulse: Pulse, limits: Settings) -> dict[Alarm, str]:
    """Why, in words, for each alarm that there is reason for."""
    found = {
        Alarm.PICTURES_FAIL: _failing(pulse, limits),
        Alarm.PICTURES_OVER_BUDGET: _overspent(pulse, limits),
        Alarm.PICTURES_SLOW: _slow(pulse, limits),
        Alarm.PICTURES_FILL_UP: _filling(pulse, limits),
    }
    return {alarm: reason for alarm, reason in found.items() if reason}


def _failing(pulse: Pulse, limits: Settings) -> str:
    if pulse.asked < FEW or pulse.failure_share <= limits.image_failures_most:
        return ""
    return f"{pulse.failed} of {pulse.asked} askings failed in {WINDOW.seconds // 60} minutes"


def _overspent(pulse: Pulse, limits: Settings) -> str:
    spent = {
        "today": (pulse.today_micros, limits.image_budget_day),
        "this month": (pulse.month_micros, limits.image_budget_month),
    }
    over = [
        f"${micros / 1e6:.2f} {when} of ${budget:.2f}"
        for when, (micros, budget) in spent.items() if budget is not None and micros > budget * 1e6
    ]  # fmt: skip
    return ", ".join(over)


def _slow(pulse: Pulse, limits: Settings) -> str:
    if pulse.asked < FEW or pulse.p95_ms is None or pulse.p95_ms <= limits.image_seconds_most * 1000:
        return ""
    return f"one picture of twenty takes {pulse.p95_ms / 1000:.0f} s or longer"


def _filling(pulse: Pulse, limits: Settings) -> str:
    if limits.image_storage_gb is None or pulse.bytes <= FULL * limits.image_storage_gb * 1e9:
        return ""
    return f"{pulse.bytes / 1e9:.1f} GB of {limits.image_storage_gb:g} GB"
