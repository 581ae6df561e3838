"""A system whose functions reach their stores through gates, which tests shut in the middle of a step."""

from dataclasses import dataclass, replace
from typing import Self

from local.system import Options, System
from tests.gate import Gate


@dataclass(frozen=True)
class Gates:
    """What leads to each of our own stores."""

    database: Gate
    table: Gate
    bucket: Gate

    @classmethod
    def built(cls) -> Self:
        return cls(Gate(), Gate(), Gate())

    def of(self, store: str) -> Gate:
        gate: Gate = getattr(self, store)
        return gate

    def open(self) -> None:
        for gate in (self.database, self.table, self.bucket):
            gate.open()


class GatedSystem(System):
    """The state machines themselves and the tests reach the stores directly."""

    def __init__(self, options: Options) -> None:
        self.gates = Gates.built()
        through = {
            "AWS_ENDPOINT_URL_DYNAMODB": f"http://127.0.0.1:{self.gates.table.port}",
            "AWS_ENDPOINT_URL_S3": f"http://127.0.0.1:{self.gates.bucket.port}",
        }
        super().__init__(replace(options, function_environment={**options.function_environment, **through}))

    def _start_postgres(self) -> None:
        super()._start_postgres()
        port = _port(self.functions_database_url)
        self.gates.database.target = port
        self.functions_database_url = self.functions_database_url.replace(f":{port}/", f":{self.gates.database.port}/")

    def _start_emulator(self) -> None:
        super()._start_emulator()
        self.gates.table.target = self.gates.bucket.target = _port(f"{self.emulator}/")


def _port(url: str) -> int:
    return int(url.split("@")[-1].split("://")[-1].partition(":")[2].partition("/")[0])
