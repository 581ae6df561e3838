"""Every fault of our own stores that somebody meets at the API, let happen to the real doors."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple
from urllib.parse import urlsplit

import psycopg
import pytest
from botocore.exceptions import ConnectionClosedError
from psycopg import Connection

from brigade_io import clock
from brigade_io.accounts import token_keys
from brigade_io.accounts.tokens import sign_access_token
from brigade_io.aws import client
from brigade_io.database import database
from infra.functions import AT_THE_API
from tests.faults.table import Row, rows_of
from tests.functions import gateway, larder
from tests.functions.doorway import create_token_key, world
from tests.gate import Gate
from tests.infra.test_functions import GATEWAY_WAITS

ROWS = [row for row in rows_of("store_faults.csv") if row.odd.startswith("api: ")]


class Api(NamedTuple):
    """`db` is a connection of somebody else's."""

    db: Connection[Any]
    url: str
    gate: Gate
    key: str

    def ask(self) -> tuple[int, dict[str, Any]]:
        token = sign_access_token(self.key, "ada", "admin", clock.now())
        answer = gateway.client(token).get(f"{gateway.URL}/api/admin/recipes")
        return answer.status_code, answer.json()


@pytest.fixture
def api(database_url: str, db: Connection[Any]) -> Iterator[Api]:
    """Stored recipes, asked for by a door that is told what doors at the API are told, and was warm before."""
    port = urlsplit(database_url).port or 0
    gate = Gate(port)
    with world(DATABASE_URL=database_url.replace(f":{port}/", f":{gate.port}/"), **AT_THE_API) as made:
        made.planned(2)
        larder.store(db, 0, 1)
        api = Api(db, database_url, gate, create_token_key())
        assert api.ask()[0] == 200
        yield api
    gate.close()


@contextmanager
def a_lock(api: Api) -> Iterator[None]:
    with psycopg.connect(api.url) as other:
        other.execute("lock table recipes")
        yield


@contextmanager
def database_away(api: Api) -> Iterator[None]:
    api.gate.shut(60)
    yield
    api.gate.open()


@contextmanager
def connection_ended(api: Api) -> Iterator[None]:
    with database() as own:
        pid = own.info.backend_pid
    api.db.execute("select pg_terminate_backend(%s, 5000)", [pid])
    yield


@contextmanager
def broken_off(api: Api) -> Iterator[None]:
    api.gate.shut(0)
    yield


def aws(service: str, times: int) -> Callable[[Api], Any]:
    """So many connections are broken off."""

    @contextmanager
    def fault(api: Api) -> Iterator[None]:
        left = [None] * times

        def break_off(**_: Any) -> None:
            if left:
                left.pop()
                raise ConnectionClosedError(endpoint_url="somewhere")

        token_keys._secrets.cache_clear()
        client(service).meta.events.register("before-send", break_off)
        yield
        client(service).meta.events.unregister("before-send", break_off)

    return fault


FAULTS = {
    "api: a lock on the recipes": a_lock,
    "api: PostgreSQL away": database_away,
    "api: PostgreSQL ended the connection": connection_ended,
    "api: the connection broke off": broken_off,
    "api: DynamoDB broke off": aws("dynamodb", 1),
    "api: DynamoDB away": aws("dynamodb", 99),
    "api: Secrets Manager broke off": aws("secretsmanager", 1),
}


@pytest.mark.parametrize("row", ROWS, ids=[row.odd for row in ROWS])
def test_who_asks_while_a_store_is_away_reads_what_the_table_says(api: Api, row: Row) -> None:
    began = clock.epoch()
    with FAULTS[row.odd](api):
        status, body = api.ask()
    assert clock.epoch() - began < GATEWAY_WAITS
    if row.read == "nothing":
        assert (status, len(body["recipes"])) == (200, 2)
    else:
        assert (status, body["error"], body["message"]) == (503, "TEMPORARILY_UNAVAILABLE", row.read)
        assert body["retryAfter"] >= 1
    assert api.ask()[0] == 200
