"""Schema migrations: run once in each deployment, before the functions that rely on them."""

from aws_cdk import triggers
from constructs import Construct

from infra.database import Database
from infra.functions import Functions


class Migrations(Construct):
    def __init__(self, scope: Construct, id: str, *, functions: Functions, database: Database) -> None:
        super().__init__(scope, id)
        self.trigger = triggers.Trigger(
            self,
            "Migrate",
            handler=functions["migrate"],
            execute_after=[database],
            execute_before=functions.of_database(owner=False),
            execute_on_handler_change=True,
        )
