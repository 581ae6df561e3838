"""Looking at each part of the system, in a way that changes nothing."""

from collections.abc import Callable, Iterator
from datetime import date
from functools import partial
from uuid import UUID

from brigade.errors import NotFound, PriceUnknown
from brigade.providers.health import Check, Fitness, provider_check, shutdown_check
from brigade.providers.pace import milliseconds
from brigade.providers.picture_prices import picture_price
from brigade.providers.prices import text_price
from brigade.providers.provider import image_provider, text_provider
from brigade_io import clock
from brigade_io.aws import client
from brigade_io.database import database
from brigade_io.images.storage.wiring import picture_storage
from brigade_io.progress.wiring import agent_call_table, batch_table
from brigade_io.providers.pace_table import PaceTable
from brigade_io.settings import settings
from brigade_io.wiring import work_bucket

NOBODY = UUID(int=0)


def databases() -> Iterator[Check]:
    yield _looked("database", _ask_database, "Look at the cluster's status; see the runbook.")


def tables() -> Iterator[Check]:
    advice = "Look at the table in the DynamoDB console; deploy again where it is missing."
    yield _looked("table batches", lambda: batch_table().record(NOBODY), advice)
    yield _looked("table agent-calls", lambda: agent_call_table().recent("chef", clock.now(), 1), advice)
    yield _looked("table pace", lambda: _pace().breaker("nobody"), advice)


def buckets() -> Iterator[Check]:
    advice = "Deploy the environment again: a bucket or its permission is gone."
    yield _looked("bucket work", lambda: work_bucket().exists("nothing"), advice)
    yield _looked("bucket images", lambda: picture_storage().exists("nothing"), advice)


def providers(now: float) -> Iterator[Check]:
    """What the workers know of the providers; nobody is called for it."""
    images = [image_provider(settings(), model) for model in settings().image_models]
    for provider in (text_provider(settings()), *images):
        try:
            breaker = _pace().breaker(provider.name)
        except Exception as error:  # said of the table already
            yield Check(name=f"provider {provider.name}", status=Fitness.WARN, detail=type(error).__name__)
        else:
            yield provider_check(provider.name, breaker, milliseconds(now), provider.breaker_rest)


def prices() -> Iterator[Check]:
    """Nothing is started with a model that nobody priced."""
    known: list[tuple[str, Callable[[], object]]] = [(settings().text_model, partial(text_price, settings()))]
    known += [(model.model, partial(picture_price, model)) for model in settings().image_models]
    for model, price in known:
        try:
            price()
        except PriceUnknown as error:
            advice = "Set it in the environment's settings, then deploy."
            yield Check(name=f"price {model}", status=Fitness.FAIL, detail=str(error), what_to_do=advice)
        else:
            yield Check(name=f"price {model}", status=Fitness.OK, detail="known")


def models(today: date) -> Iterator[Check]:
    yield shutdown_check(settings().text_model, settings().text_model_shutdown, today)
    for model in settings().image_models:
        yield shutdown_check(model.model, model.shutdown, today)


def _ask_database() -> None:
    with database() as db:
        db.execute("select from recipes limit 0")


def _looked(name: str, look: Callable[[], object], advice: str) -> Check:
    try:
        look()
    except NotFound:  # it answered
        pass
    except Exception as error:
        return Check(name=name, status=Fitness.FAIL, detail=type(error).__name__, what_to_do=advice)
    return Check(name=name, status=Fitness.OK, detail="answers")


def _pace() -> PaceTable:
    return PaceTable(client("dynamodb"), settings().pace_table)
