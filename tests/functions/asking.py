"""One recipe's picture, asked for again and again as the state machine asks."""

from typing import Any

from brigade_io import clock
from brigade_io.providers.wiring import image_desks
from tests.functions.photo_studio import Studio


class Asking:
    """One recipe's `Image`, called again for as long as the machine would; the waits are not sat out."""

    def __init__(self, studio: Studio, number: int = 0, attempt: int = 0) -> None:
        self.studio, self.number, self.attempt = studio, number, attempt
        self.told: dict[str, Any] = {}
        self.waits: list[int] = []

    def look(self) -> dict[str, Any]:
        back = {name: self.told[name] for name in ("slot", "seeking") if name in self.told}
        self.told = self.studio.call("image", self.number, attempt=self.attempt, **back)
        return self.told

    def to_the_end(self) -> "Asking":
        now = clock.epoch()
        for _ in range(60):
            if "key" in self.look():
                return self
            self.waits.append(self.told.get("wait", 0))
            for desk in image_desks().values():
                desk.clock = lambda: now + sum(self.waits)
        raise AssertionError("it never ended")

    @property
    def provider(self) -> str:
        return str(self.told["seeking"]["provider"])

    @property
    def tries(self) -> list[tuple[str, str]]:
        return [(each["provider"], each.get("error", "")) for each in self.told["seeking"].get("tries", [])]
