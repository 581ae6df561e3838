"""The three doors of a photograph, on real PostgreSQL and moto's S3 and DynamoDB, with a scripted image model."""

import importlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import boto3
import psycopg
import pytest
from moto import mock_aws

from brigade.generation.request import BatchRequest
from brigade.images.asked import Asked
from brigade.images.brief import Brief, brief_key
from brigade.progress.batch import BatchRecord
from brigade.progress.stage import Stage
from brigade.progress.unit import Unit
from brigade.providers.pace import milliseconds
from brigade.settings import ImageModelSettings, Settings
from brigade_io import clock
from brigade_io.aws import client
from brigade_io.bucket import Bucket
from brigade_io.progress.wiring import batch_table
from brigade_io.providers.desk import Desk
from brigade_io.settings import settings
from brigade_io.wiring import work_bucket
from tests.functions.warmth import forget
from tests.unit.images.factories import BATCH, a_brief, a_file, a_picture

TABLES = {"batches": ("batch_id", "item"), "pace": ("provider", "meter"), "calls": ("agent", "at")}
ENVIRONMENT = {
    "POWERTOOLS_SERVICE_NAME": "brigade", "POWERTOOLS_METRICS_NAMESPACE": "Brigade",
    "POWERTOOLS_TRACE_DISABLED": "true", "AWS_ACCESS_KEY_ID": "testing", "AWS_SECRET_ACCESS_KEY": "testing",
    "AWS_DEFAULT_REGION": "us-east-1", "BATCH_TABLE": "batches", "AGENT_CALL_TABLE": "calls", "PACE_TABLE": "pace",
    "WORK_BUCKET": "work", "IMAGES_BUCKET": "images", "IMAGES_URL": "https://images.test",
}  # fmt: skip
SAVE_RECIPE = """
insert into recipes (id, name, description, meal_types, dietary_tags, main_ingredient_tags, ingredients_json,
  instructions_text, prep_time_minutes, cook_time_minutes, servings, calories_kcal, protein_grams, carbs_grams,
  fat_grams, nutrition, claimed_nutrition, nutrition_changes, allergens, quality_score, quality_reasons, image_url,
  source_reference, batch_id, batch_position, constraints_key, concept_key, model, cost_micros)
values (%s, 'Soup', 'Hot.', '[]', '[]', '[]', '[]', 'Cook.', 1, 1, 1, 100, 1, 1, 1, '{}', '{}', '[]', '[]', 90, '[]',
  'https://images.test/placeholder.webp', 'batch', %s, %s, '', '', 'm', 0)
"""


class Painter:
    """The scripted image model: what it gives next, a picture or an error, and what it was asked."""

    def __init__(self, seed: int = 0) -> None:
        self.seed = seed
        self.cost, self.most = 13_200, 20_000
        self.prompts: list[str] = []
        self.script: list[bytes | Exception] = []
        self.key_error: Exception | None = None

    def key(self) -> str:
        if self.key_error:
            raise self.key_error
        return "a-key"

    def most_cost(self, asked: Asked) -> int:
        return self.most

    def picture(self, asked: Asked, key: str) -> tuple[bytes, int]:
        assert key == "a-key"
        self.prompts.append(asked.prompt)
        answer = (
            self.script.pop(0) if self.script else a_file(a_picture(100 * self.seed + len(self.prompts)), quality=92)
        )
        if isinstance(answer, Exception):
            raise answer
        return answer, self.cost


class Studio:
    """One batch of two saved recipes that wait for their pictures; a painter for each image model, by its name."""

    def __init__(self, db: psycopg.Connection[Any]) -> None:
        self.db = db
        self.painters = {model.name: Painter(seed) for seed, model in enumerate(settings().image_models)}
        self.painter = next(iter(self.painters.values()))
        self.batch = batch_table()

    def painter_of(self, model: ImageModelSettings) -> Painter:
        return self.painters[model.name]

    def open(self, recipes: int = 2, minutes: int = 60, **request: Any) -> None:
        now = clock.now()
        asked = BatchRequest(**{"count": recipes, **request})
        self.batch.create(
            BatchRecord(
                batch_id=BATCH, owner="ann", request=asked, created_at=now, total=recipes,
                deadline=now + timedelta(minutes=minutes),
            )
        )  # fmt: skip
        self.batch.mark_planned(BATCH, 1, [Unit(position=number, chunk=0) for number in range(recipes)], now)
        for number in range(recipes):
            brief = a_brief(number, variants=asked.enable_s3_upload)
            self.db.execute(SAVE_RECIPE, [brief.recipe_id, BATCH, number])
            work_bucket().put_json(brief_key(BATCH, brief.recipe_id), brief.model_dump(mode="json"))
            self.batch.advance(BATCH, number, Stage.SAVED, recipe_id=brief.recipe_id)

    def call(self, door: str, number: int = 0, **task: Any) -> Any:
        """Invoke a door as Lambda does."""
        event = {"batch_id": str(BATCH), "recipe_id": str(self.brief(number).recipe_id), "position": number, **task}
        return importlib.import_module(f"functions.{door}.handler").handler(event, SimpleNamespace())

    def paint(self, number: int = 0, picture: bytes | None = None, attempt: int = 0) -> dict[str, Any]:
        """Have `Image` make a picture, this one if it is given; what `Upload` is told."""
        self.painter.script = [picture] if picture else []
        made: dict[str, Any] = self.call("image", number, attempt=attempt)
        return {name: made[name] for name in ("attempt", "key", "seeking")}

    def paint_rubbish(self, number: int = 0) -> dict[str, Any]:
        """The same, of a master that is no picture any more."""
        task = self.paint(number)
        client("s3").put_object(Bucket="work", Key=task["key"], Body=b"no picture")
        return task

    def rename(self, name: str, number: int = 0) -> None:
        """Tell the photographer another name of the dish."""
        told = a_brief(number, name=name)
        work_bucket().put_json(brief_key(BATCH, told.recipe_id), told.model_dump(mode="json"))

    def brief(self, number: int = 0) -> Brief:
        return a_brief(number)

    def unit(self, number: int = 0) -> Unit:
        return next(unit for unit in self.batch.read(BATCH).units if unit.position == number)

    def shown(self, number: int = 0) -> tuple[str, bool, str | None]:
        query = "select image_url, image_is_placeholder, image_reason from recipes where id = %s"
        row: tuple[str, bool, str | None] | None = self.db.execute(query, [self.brief(number).recipe_id]).fetchone()
        assert row is not None
        return row

    def objects(self, bucket: str = "images", prefix: str = "") -> dict[str, dict[str, Any]]:
        """Everything in a bucket: key -> its head."""
        s3 = client("s3")
        keys = [item["Key"] for item in s3.list_objects_v2(Bucket=bucket, Prefix=prefix).get("Contents", [])]
        return {key: s3.head_object(Bucket=bucket, Key=key) for key in keys}

    def masters(self) -> set[str]:
        """The keys of what the provider gave."""
        return set(self.objects("work", "masters/"))

    def file(self, key: str) -> bytes:
        """What everybody can see under this key."""
        body: bytes = client("s3").get_object(Bucket="images", Key=key)["Body"].read()
        return body

    def recorded_keys(self) -> set[str]:
        rows = self.db.execute("select jsonb_array_elements_text(storage_keys) from recipe_images").fetchall()
        return {key for (key,) in rows}

    def refill(self, keys: list[str]) -> None:
        """Store objects anew, as one who was slow to put them."""
        for key in keys:
            client("s3").put_object(Bucket="images", Key=key, Body=b"late")

    def claims(self) -> int:
        return len(self.db.execute("select from image_claims").fetchall())

    def refuse_puts(self, monkeypatch: pytest.MonkeyPatch, ending: str, error: Exception, times: int = 99) -> None:
        """Let storing fail so often for keys that end so."""
        put, failures = Bucket.put, iter([error] * times)

        def refusing(bucket: Bucket, key: str, *arguments: Any) -> None:
            if key.endswith(ending) and (failure := next(failures, None)):
                raise failure
            put(bucket, key, *arguments)

        monkeypatch.setattr(Bucket, "put", refusing)


@contextmanager
def opened_studio(database_url: str, db: psycopg.Connection[Any], monkeypatch: pytest.MonkeyPatch) -> Iterator[Studio]:
    needed = {name.upper(): "x" for name, field in Settings.model_fields.items() if field.is_required()}
    for name, value in {**needed, **ENVIRONMENT, "DATABASE_URL": database_url}.items():
        monkeypatch.setenv(name, value)
    monkeypatch.delenv("AWS_ENDPOINT_URL", raising=False)
    forget()
    with mock_aws():
        _create_resources()
        studio = Studio(db)
        monkeypatch.setattr("brigade_io.images.wiring.image_model", studio.painter_of)
        yield studio
    forget()


def long_down(desk: Desk) -> None:
    """Its provider failed eleven minutes ago, and has just failed again."""
    now = milliseconds(clock.epoch())
    began, name = now - 660_000, desk.provider.name
    desk.pace.count_failure(name, 1, began)
    desk.pace.reopen_breaker(name, began, now, same_outage=True)


def _create_resources() -> None:
    for bucket in ("work", "images"):
        boto3.client("s3").create_bucket(Bucket=bucket)
    for name, keys in TABLES.items():
        boto3.client("dynamodb").create_table(
            TableName=name, BillingMode="PAY_PER_REQUEST",
            KeySchema=[
                {"AttributeName": keys[0], "KeyType": "HASH"}, {"AttributeName": keys[1], "KeyType": "RANGE"},
            ],
            AttributeDefinitions=[{"AttributeName": key, "AttributeType": "S"} for key in keys],
        )  # fmt: skip
