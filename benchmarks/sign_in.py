"""Signing in with a wrong password, against signing in to an account that there is not: the time must tell nothing."""

import statistics

from benchmarks.ratio import Ratio, in_turn
from brigade_io.database import database
from brigade_io.migrate import migrate
from local.postgres import Postgres
from tests.functions.reception import EMAIL, reception

ROUNDS = 60
WRONG, NOBODY = "wrong horse battery", "nobody@example.org"


def measure() -> Ratio:
    with Postgres() as url, reception(url) as here:
        with database() as db:
            migrate(db)
        here.register()
        wrong, unknown = in_turn(lambda: here.login(EMAIL, WRONG), lambda: here.login(NOBODY, WRONG), ROUNDS)
    quick, slow = sorted([statistics.median(wrong), statistics.median(unknown)])
    return Ratio("refuse a sign-in, known or unknown, the slower", slow, quick, "the quicker, both medians", 1.1)
