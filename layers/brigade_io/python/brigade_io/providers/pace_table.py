"""Pace, turns and breakers of the providers, shared by all workers: each decision is one conditional write.

Under a provider lie a meter per limit (`tat`), `calls` (leases and their ends), `breaker`. Times are ms.
"""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from botocore.exceptions import ClientError

from brigade.errors import TableBusy
from brigade.providers.breaker import Breaker, should_open
from brigade.providers.pace import lease_end, next_arrival
from brigade_io.dynamodb import condition_failed, conditionally, from_item, from_value, to_item, translated

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

TRIES = 12  # each try is lost only to another worker's success in between
MOST_LEASES = 50  # per write; an update expression holds so many paths with ease

Leases = dict[str, int]


class PaceTable:
    def __init__(self, client: "DynamoDBClient", name: str) -> None:
        self.client = client
        self.name = name

    # --- Meters --------------------------------------------------------------------------------------

    def advance(self, provider: str, meter: str, taken: int, now: int) -> int:
        """Move a meter on by `taken` ms; its new arrival time. Every concurrent worker counts, none reads."""
        fresh = {":fresh": next_arrival(None, now, taken), ":now": now}
        forms = (
            ("SET tat = tat + :taken", "tat > :now", {":taken": taken, ":now": now}),
            ("SET tat = :fresh", "attribute_not_exists(tat) OR tat <= :now", fresh),
        )
        for turn in range(TRIES):
            update, condition, values = forms[turn % 2]
            if changed := self._update(provider, meter, update, condition, values):
                return int(changed["tat"])
        raise TableBusy(f"the {meter} meter of {provider} is contended")

    # --- Turns ---------------------------------------------------------------------------------------

    def lease(self, provider: str, wanted: int, at_once: int, now: int, call_seconds: float) -> list[str]:
        """Take up to `wanted` of the provider's turns, as many as are free: the ids to give back.

        A turn that nobody gives back (a killed worker) is free again after its end.
        """
        seen: Leases = {}
        for _ in range(TRIES):
            lost = [lease for lease, end in seen.items() if end <= now]
            count = min(wanted, MOST_LEASES, at_once - (len(seen) - len(lost)))
            if count < 1:
                return []
            taken = {uuid4().hex: lease_end(now, call_seconds, wanted, count) for _ in range(count)}
            refused = self._take(provider, taken, {lease: seen[lease] for lease in lost}, at_once)
            if refused is None:
                return list(taken)
            seen = refused
        return []

    def release(self, provider: str, leases: Sequence[str]) -> None:
        """Give turns back; what is no longer ours is left alone."""
        names = {f"#l{index}": lease for index, lease in enumerate(leases)}
        removed = ", ".join(f"leases.{name}" for name in names)
        self._update(provider, "calls", f"REMOVE {removed}", "attribute_exists(leases)", {}, names)

    def _take(self, provider: str, taken: Leases, lost: Leases, at_once: int) -> Leases | None:
        """Put `taken` in the place of `lost` where there is room; else the leases as they are."""
        new = {f"#n{index}": lease for index, lease in enumerate(taken)}
        old = {f"#o{index}": lease for index, lease in enumerate(lost)}
        sets = ", ".join(f"leases.{name} = :{name[1:]}" for name in new)
        removes = " REMOVE " + ", ".join(f"leases.{name}" for name in old) if old else ""
        still_lost = [f"leases.{name} = :{name[1:]}" for name in old]
        condition = " AND ".join(["attribute_exists(leases)", "size(leases) <= :room", *still_lost])
        ends = {f":{name[1:]}": {**taken, **lost}[lease] for name, lease in {**new, **old}.items()}
        ends[":room"] = at_once - len(taken) + len(lost)
        try:
            self._write(provider, "calls", f"SET {sets}{removes}", condition, ends, {**new, **old})
        except TableBusy:
            with suppress(TableBusy):  # the write may have been made: nobody else knows these ids
                self.release(provider, list(taken))
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

    def hold(self, provider: str, until: int) -> None:
        """Let nobody call before `until`; an earlier hold is lengthened, never shortened."""
        longer = "attribute_not_exists(held_until) OR held_until < :until"
        self._update(provider, "breaker", "SET held_until = :until", longer, {":until": until})

    def count_failure(self, provider: str, limit: int, now: int) -> None:
        """One more failure in a row; the `limit`-th opens the breaker."""
        update = "SET failures = if_not_exists(failures, :zero) + :one"
        changed = self._update(provider, "breaker", update, None, {":zero": 0, ":one": 1})
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
