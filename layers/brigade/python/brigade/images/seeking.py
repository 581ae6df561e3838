"""Whom a picture is asked of: the provider whose turn it is, and how it went with others before."""

from pydantic import Field

from brigade.errors import BrigadeError, leaves
from brigade.model import Message
from brigade.providers.routing import rule_of


class Try(Message):
    """One asking that ended: `error` is the class name of what came of it, "" for a picture; `ms` how long it took;
    `cost_micros` what it cost for certain.
    """

    provider: str
    error: str = ""
    ms: int = Field(default=0, ge=0)
    cost_micros: int = Field(default=0, ge=0)


class Seeking(Message):
    """What travels with a picture's task from one look to the next. `provider` "" is still to be chosen; `softened`
    once the prompt was said more gently after a refusal. `failing_since`, in seconds since the epoch, is when the
    first of its tries failed; `waiting_since` since when it is in line without an asking.
    """

    provider: str = ""
    softened: bool = False
    tries: tuple[Try, ...] = ()
    failing_since: float | None = None
    waiting_since: float | None = None

    def failures(self, provider: str) -> list[Try]:
        return [each for each in self.tries if each.provider == provider and each.error]

    def at(self, provider: str, now: float) -> "Seeking":
        """In the line of a provider that was chosen."""
        since = now if self.waiting_since is None else self.waiting_since
        return self.model_copy(update={"provider": provider, "waiting_since": since})

    def after(self, ended: Try, now: float) -> "Seeking":
        """With another asking that ended, and nobody chosen for the next."""
        since = self.failing_since if self.failing_since is not None or not ended.error else now
        tries = (*self.tries, ended)
        return Seeking(softened=self.softened, tries=tries, failing_since=since)

    @property
    def reasons(self) -> dict[str, str]:
        """For each provider that was asked, the name of the error of its last asking."""
        return {each.provider: each.error for each in self.tries if each.error}

    @property
    def ms(self) -> int:
        """How long the last asking took."""
        return self.tries[-1].ms if self.tries else 0

    def values(self) -> dict[str, object]:
        """As it travels: what is as usual is left out."""
        return self.model_dump(mode="json", exclude_defaults=True)


def maker_of(seeking: Seeking, otherwise: str) -> tuple[str, str]:
    """Kind and model of who made a picture; `otherwise` is the provider's name where the message does not say."""
    kind, _, model = (seeking.provider or otherwise).partition("/")
    return kind, model


def tries_of(seeking: Seeking, error: str, otherwise: str) -> tuple[Try, ...]:
    """The tries, and last the one that `error` came of, where a provider gave it: it ended the seeking untold."""
    given = {kind.__name__ for kind in leaves(BrigadeError) if rule_of(kind).step != "stop"}
    last = Try(provider=seeking.provider or otherwise, error=error)
    return (*seeking.tries, last) if error in given else seeking.tries
