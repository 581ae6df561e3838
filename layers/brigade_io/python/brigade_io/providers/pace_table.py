"""Pace, turns and breakers of the providers, shared by all workers: each decision is one conditional write.

Under a provider lie a meter per limit (`tat`, and `seen`, the time of who wrote it last), `limits` (what it told of
them), `calls` (leases and their ends), `breaker`, `latency` (how long calls take). Times are ms.
"""

from collections.abc import Collection, Mapping
from contextlib import suppress
from typing import TYPE_CHECKING, Any, NamedTuple
from uuid import uuid4

from botocore.exceptions import ClientError

from brigade.errors import TableBusy
from brigade.providers.breaker import Breaker, farthest_hold, should_open
from brigade.providers.pace import LEASE, SKEW, Learned, is_lost, next_arrival, set_right
from brigade.providers.routing import ewma
from brigade_io.dynamodb import condition_failed, conditionally, from_item, from_value, to_item, translated

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

TRIES = 12  # each try is lost only to another worker's success in between
NARROWED = 10_000  # ms in which calls that go wrong are taken for one piece of bad news
SANE = "(attribute_not_exists(seen) OR seen <= :soon)"  # written by a clock like ours
RESTED = "attribute_not_exists(tat) OR tat <= :now"

Leases = dict[str, int]


class Seen(NamedTuple):
    """One provider at one moment; `arrivals` by meter."""

    breaker: Breaker
    arrivals: dict[str, int]
    leases: Leases
    latency: int | None


class PaceTable:
    def __init__(self, client: "DynamoDBClient", name: str) -> None:
        self.client = client
        self.name = name

    # --- Meters --------------------------------------------------------------------------------------

    def advance(self, provider: str, meter: str, taken: int, now: int) -> int:
        """Move a meter on by `taken` ms; its new arrival time. Every concurrent worker counts, and none reads but

        who finds a meter that was written by a clock far ahead of its own, and sets it right.
        """
        soon = now + SKEW
        forms = (
            ("SET tat = tat + :taken, seen = :now", f"tat > :now AND {SANE}", {":taken": taken, ":soon": soon}),
            ("SET tat = :fresh, seen = :now", RESTED, {":fresh": next_arrival(None, now, taken)}),
        )
        for turn in range(TRIES):
            update, condition, values = forms[turn % 2]
            if changed := self._update(provider, meter, update, condition, {**values, ":now": now}):
                return int(changed["tat"])
            if turn % 2:
                self._set_right(provider, meter, now)
        raise TableBusy(f"the {meter} meter of {provider} is contended")

    def fill(self, provider: str, meter: str, until: int, now: int) -> None:
        """The provider says that this bucket is full at `until` and not before, whoever emptied it."""
        emptier = "attribute_not_exists(tat) OR tat < :until"
        self._update(provider, meter, "SET tat = :until, seen = :now", emptier, {":until": until, ":now": now})

    def _set_right(self, provider: str, meter: str, now: int) -> None:
        item = from_item(self._read(provider, meter))
        if (seen := item.get("seen", 0)) > now + SKEW:
            values = {":right": set_right(item["tat"], seen, now), ":now": now, ":seen": seen}
            self._update(provider, meter, "SET tat = :right, seen = :now", "seen = :seen", values)

    # --- What the provider grants ----------------------------------------------------------------------

    def learned(self, provider: str) -> Learned:
        item = from_item(self._read(provider, "limits"))
        return Learned.model_validate({name: item[name] for name in Learned.model_fields if name in item})

    def learn(self, provider: str, learned: Learned) -> None:
        """Keep what an answer told; how many calls run well at once is kept by itself."""
        known = learned.model_dump(exclude_none=True, exclude={"at_once"})
        update = "SET " + ", ".join(f"#{name} = :{name}" for name in known)
        values = {f":{name}": value for name, value in known.items()}
        self._update(provider, "limits", update, None, values, {f"#{name}": name for name in known})

    def narrow(self, provider: str, at_once: int, now: int) -> None:
        """Let fewer calls run at once, but once for all those that went wrong together."""
        settled = "attribute_not_exists(narrowed) OR narrowed < :before"
        values = {":at_once": at_once, ":now": now, ":before": now - NARROWED}
        self._update(provider, "limits", "SET at_once = :at_once, narrowed = :now", settled, values)

    def widen(self, provider: str, most: int) -> None:
        """A call went well where few may run at once: let one more."""
        values = {":one": 1, ":most": most}
        self._update(provider, "limits", "SET at_once = at_once + :one", "at_once < :most", values)

    # --- Turns ---------------------------------------------------------------------------------------

    def lease(self, provider: str, at_once: int, now: int) -> str | None:
        """Take one of the provider's turns: its id, to renew and to give back; None where none is free.

        A turn without a sign of life (a killed worker) is soon free again.
        """
        seen: Leases = {}
        for _ in range(TRIES):
            lost = {lease: end for lease, end in seen.items() if is_lost(end, now)}
            if len(seen) - len(lost) >= at_once:
                return None
            taken = uuid4().hex
            refused = self._take(provider, taken, lost, at_once, now)
            if refused is None:
                return taken
            seen = refused
        return None

    def renew(self, provider: str, leases: Collection[str], now: int) -> None:
        """Whoever holds these turns is alive."""
        names = {f"#l{index}": lease for index, lease in enumerate(leases)}
        sets = ", ".join(f"leases.{name} = :end" for name in names)
        self._update(provider, "calls", f"SET {sets}", "attribute_exists(leases)", {":end": now + LEASE}, names)

    def release(self, provider: str, lease: str) -> None:
        """Give a turn back; what is no longer ours is left alone."""
        self._update(provider, "calls", "REMOVE leases.#l", "attribute_exists(leases)", {}, {"#l": lease})

    def _take(self, provider: str, taken: str, lost: Leases, at_once: int, now: int) -> Leases | None:
        """Put `taken` in the place of `lost` where there is room; else the leases as they are."""
        old = {f"#o{index}": lease for index, lease in enumerate(lost)}
        removes = " REMOVE " + ", ".join(f"leases.{name}" for name in old) if old else ""
        still_lost = [f"leases.{name} = :{name[1:]}" for name in old]
        condition = " AND ".join(["attribute_exists(leases)", "size(leases) <= :room", *still_lost])
        values = {f":{name[1:]}": lost[lease] for name, lease in old.items()}
        values |= {":new": now + LEASE, ":room": at_once - 1 + len(lost)}
        try:
            self._write(
                provider, "calls", f"SET leases.#new = :new{removes}", condition, values, {"#new": taken, **old}
            )
        except TableBusy:
            with suppress(TableBusy):  # the write may have been made: nobody else knows this id
                self.release(provider, taken)
            raise
        except ClientError as error:
            if not condition_failed(error):
                raise
            return self._leases(provider, error)
        return None

    def _leases(self, provider: str, refusal: ClientError) -> Leases:
        """The leases that stood in the way; the map is made where there is none."""
        item: Any = refusal.response.get("Item") or self._read(provider, "calls")
        if "leases" in item:
            return {str(lease): int(end) for lease, end in from_value(item["leases"]).items()}
        self._update(provider, "calls", "SET leases = :none", "attribute_not_exists(leases)", {":none": {}})
        return {}

    # --- The breaker ---------------------------------------------------------------------------------

    def breaker(self, provider: str) -> Breaker:
        return _breaker(from_item(self._read(provider, "breaker")))

    def hold(self, provider: str, until: int, now: int) -> None:
        """Let nobody call before `until`; an earlier hold is lengthened and never shortened, unless none may be so far
        away: then a wrong clock wrote it.
        """
        longer = "attribute_not_exists(held_until) OR held_until < :until OR held_until > :far"
        values = {":until": until, ":far": farthest_hold(now)}
        self._update(provider, "breaker", "SET held_until = :until", longer, values)

    def count_failure(self, provider: str, limit: int, now: int, weight: int = 1) -> None:
        """One more failure in a row, or one that counts as several; the `limit`-th opens the breaker."""
        update = "SET failures = if_not_exists(failures, :zero) + :weight"
        changed = self._update(provider, "breaker", update, None, {":zero": 0, ":weight": weight})
        if should_open(_breaker(changed), limit):
            still = "attribute_not_exists(opened_at) AND failures >= :limit"
            values = {":now": now, ":limit": limit}
            self._update(provider, "breaker", "SET opened_at = :now, down_since = :now", still, values)

    def forget_failures(self, provider: str) -> None:
        """A call was answered: the row of failures is broken. An open breaker waits for its probe."""
        closed = "attribute_not_exists(opened_at)"
        self._update(provider, "breaker", "SET failures = :zero", closed, {":zero": 0})

    def claim_probe(self, provider: str, opened_at: int, now: int, until: int) -> bool:
        """Whether we are the one that may try a half-open breaker; our claim lapses at `until`."""
        free = "opened_at = :opened AND (attribute_not_exists(probe_until) OR probe_until <= :now)"
        values = {":opened": opened_at, ":now": now, ":until": until}
        return bool(self._update(provider, "breaker", "SET probe_until = :until", free, values))

    def drop_probe(self, provider: str, opened_at: int) -> None:
        """The probe told nothing: another may try."""
        self._update(provider, "breaker", "REMOVE probe_until", "opened_at = :opened", {":opened": opened_at})

    def close_breaker(self, provider: str, opened_at: int) -> None:
        update = "SET failures = :zero REMOVE opened_at, down_since, probe_until"
        self._update(provider, "breaker", update, "opened_at = :opened", {":opened": opened_at, ":zero": 0})

    def reopen_breaker(self, provider: str, opened_at: int, now: int, *, same_outage: bool) -> None:
        """The probe failed: the outage goes on, or another has begun."""
        update = f"SET opened_at = :now{'' if same_outage else ', down_since = :now'} REMOVE probe_until"
        self._update(provider, "breaker", update, "opened_at = :opened", {":opened": opened_at, ":now": now})

    def avoid(self, provider: str, until: int, now: int) -> bool:
        """Let everybody who can go elsewhere until then; whether nobody had said so before."""
        news = "attribute_not_exists(amiss_until) OR amiss_until <= :now OR amiss_until > :far"
        values = {":until": until, ":now": now, ":far": farthest_hold(now)}
        return bool(self._update(provider, "breaker", "SET amiss_until = :until", news, values))

    def trust(self, provider: str) -> None:
        """It gave what was asked for: nothing is amiss any more."""
        self._update(provider, "breaker", "REMOVE amiss_until", "attribute_exists(amiss_until)", {})

    # --- How it stands ---------------------------------------------------------------------------------

    def seen(self, provider: str) -> Seen:
        """Everything that is known of a provider, in one look."""
        with translated():
            answer = self.client.query(
                TableName=self.name, ConsistentRead=True, KeyConditionExpression="provider = :provider",
                ExpressionAttributeValues=to_item({":provider": provider}),
            )  # fmt: skip
        items = {str(item["meter"]): item for item in map(from_item, answer["Items"])}
        return Seen(
            breaker=_breaker(items.get("breaker", {})),
            arrivals={meter: int(item["tat"]) for meter, item in items.items() if "tat" in item},
            leases={str(lease): int(end) for lease, end in items.get("calls", {}).get("leases", {}).items()},
            latency=int(items["latency"]["ewma"]) if "latency" in items else None,
        )  # fmt: skip

    def note_latency(self, provider: str, took: int, before: int | None) -> None:
        """How long a call took; who notes it at the same time as another is passed over."""
        as_it_was = "attribute_not_exists(ewma)" if before is None else "ewma = :before"
        values = {":now": ewma(before, took)} | ({} if before is None else {":before": before})
        self._update(provider, "latency", "SET ewma = :now", as_it_was, values)

    # --- DynamoDB ------------------------------------------------------------------------------------

    def _read(self, provider: str, meter: str) -> Mapping[str, Any]:
        with translated():
            answer = self.client.get_item(TableName=self.name, Key=_key(provider, meter), ConsistentRead=True)
        return answer.get("Item", {})

    def _update(
        self, provider: str, meter: str, update: str, condition: str | None,
        values: Mapping[str, Any], names: Mapping[str, str] | None = None,
    ) -> dict[str, Any]:  # fmt: skip
        """The item after the write; empty where the condition refused it."""
        return conditionally(self._write, provider, meter, update, condition, values, names or {}) or {}

    def _write(
        self, provider: str, meter: str, update: str, condition: str | None,
        values: Mapping[str, Any], names: Mapping[str, str],
    ) -> dict[str, Any]:  # fmt: skip
        optional: dict[str, Any] = {
            "ConditionExpression": condition,
            "ExpressionAttributeValues": to_item(values),
            "ExpressionAttributeNames": dict(names),
        }
        with translated():
            answer = self.client.update_item(
                TableName=self.name, Key=_key(provider, meter), UpdateExpression=update,
                ReturnValues="ALL_NEW", ReturnValuesOnConditionCheckFailure="ALL_OLD",
                **{name: value for name, value in optional.items() if value},
            )  # fmt: skip
        return from_item(answer["Attributes"])


def _key(provider: str, meter: str) -> Any:
    return to_item({"provider": provider, "meter": meter})


def _breaker(item: Mapping[str, Any]) -> Breaker:
    return Breaker.model_validate({name: item[name] for name in Breaker.model_fields if name in item})
