"""State `Upload`."""

from collections.abc import Iterator
from contextlib import suppress
from hashlib import sha256
from io import BytesIO
from typing import Any

import psycopg
import pytest
from PIL import Image

from brigade.errors import (
    BucketMissing,
    DuplicateImage,
    NotFound,
    PictureUnreadable,
    StorageUnavailable,
)
from brigade.images.reasons import ORIGINAL_KEPT
from brigade.images.record import placeholder_record
from brigade.images.variants import VARIANTS
from brigade.progress.stage import Stage
from brigade_io import aws, database
from brigade_io.aws import client
from brigade_io.images.image_store import ImageStore
from brigade_io.images.picture_files import put_variants
from tests.functions.photo_studio import Studio, opened_studio
from tests.unit.images.factories import BATCH, NOON, a_file, a_picture, a_telltale

TELLTALE = a_telltale()
ONE_PICTURE = a_file(a_picture(5), quality=92)


@pytest.fixture
def studio(database_url: str, db: psycopg.Connection[Any], monkeypatch: pytest.MonkeyPatch) -> Iterator[Studio]:
    with opened_studio(database_url, db, monkeypatch) as studio:
        yield studio


def test_the_variants_are_stored_and_the_recipe_shows_the_large_one(studio: Studio) -> None:
    studio.open()
    answer = studio.call("upload", **studio.paint())
    brief = studio.brief()
    variants = {brief.variant_key(variant.name, 0) for variant in VARIANTS}
    url = f"https://images.test/{brief.variant_key('large', 0)}"
    assert answer == {"recipe_id": str(brief.recipe_id), "url": url}
    assert studio.shown() == (url, False, None)
    assert studio.objects().keys() == variants | {brief.original_key(0)} == studio.recorded_keys()
    assert {studio.objects()[key]["ContentType"] for key in variants} == {"image/webp"}


def test_the_unit_is_done_and_has_a_picture_of_its_own(studio: Studio) -> None:
    studio.open()
    answer = studio.call("upload", **studio.paint())
    unit = studio.unit()
    assert (unit.stage, unit.image_url, unit.imaged, unit.placeholder) == (Stage.DONE, answer["url"], True, False)


def test_without_variants_the_original_is_the_picture(studio: Studio) -> None:
    studio.open(enable_s3_upload=False)
    answer = studio.call("upload", **studio.paint())
    assert answer["url"] == f"https://images.test/{studio.brief().original_key(0)}"
    assert studio.objects().keys() == {studio.brief().original_key(0)}


def test_a_repeated_upload_changes_nothing(studio: Studio) -> None:
    studio.open()
    task = studio.paint()
    first = studio.call("upload", **task)
    before = studio.db.execute("select * from recipes, recipe_images, image_claims").fetchall()
    assert studio.call("upload", **task) == first
    assert studio.db.execute("select * from recipes, recipe_images, image_claims").fetchall() == before


def test_a_picture_too_like_another_recipe_s_is_a_duplicate(studio: Studio) -> None:
    studio.open()
    studio.call("upload", 0, **studio.paint(0, ONE_PICTURE))
    with pytest.raises(DuplicateImage):
        studio.call("upload", 1, **studio.paint(1, ONE_PICTURE))
    assert studio.shown(1)[1]
    assert studio.unit(1).stage is Stage.IMAGING


def test_another_attempt_is_stored_with_less_quality_and_the_refused_original_is_removed(studio: Studio) -> None:
    studio.open()
    studio.call("upload", 0, **studio.paint(0, ONE_PICTURE))
    with pytest.raises(DuplicateImage):
        studio.call("upload", 1, **studio.paint(1, ONE_PICTURE))
    studio.call("upload", 1, **studio.paint(1, attempt=1))
    assert studio.shown(1)[0].endswith("/large-1.webp")
    assert studio.objects().keys() == studio.recorded_keys()
    query = "select quality_score, retry_count, cost_micros from recipe_images where recipe_id = %s"
    assert studio.db.execute(query, [studio.brief(1).recipe_id]).fetchall() == [(90, 1, 26_400)]


def test_what_is_no_picture_is_refused_and_claims_nothing(studio: Studio) -> None:
    studio.open()
    with pytest.raises(PictureUnreadable):
        studio.call("upload", **studio.paint(0, b"this is no picture"))
    assert studio.db.execute("select count(*) from image_claims").fetchall() == [(0,)]


def test_a_master_that_is_gone_is_not_found(studio: Studio) -> None:
    studio.open()
    with pytest.raises(NotFound):
        studio.call("upload", key=studio.brief().master_key(0), attempt=0)


def test_a_master_of_the_release_before_is_found_where_that_put_it(studio: Studio) -> None:
    studio.open()
    key = studio.brief().original_key(0)
    client("s3").put_object(Bucket="images", Key=key, Body=TELLTALE)
    studio.call("upload", key=key, attempt=0)
    assert b"secret" not in studio.file(key)


@pytest.mark.parametrize("variants", [True, False])
def test_none_of_the_provider_s_own_bytes_is_shown(studio: Studio, variants: bool) -> None:
    studio.open(enable_s3_upload=variants)
    studio.call("upload", **studio.paint(0, TELLTALE))
    assert len(studio.objects()) == (5 if variants else 1)
    for key, head in studio.objects().items():
        shown = Image.open(BytesIO(studio.file(key)))
        assert b"secret" not in studio.file(key)
        assert not shown.getexif()
        assert head["ContentType"] == Image.MIME[shown.format or ""]


@pytest.mark.parametrize("size", [(255, 832), (1216, 255), (16_400, 300), (8000, 5001)])
def test_a_picture_of_no_sane_size_is_refused_and_shown_nowhere(studio: Studio, size: tuple[int, int]) -> None:
    studio.open(enable_s3_upload=False)
    with pytest.raises(PictureUnreadable):
        studio.call("upload", **studio.paint(0, a_file(Image.new("L", size), "PNG")))
    assert studio.objects() == {}


def test_a_step_that_failed_while_storing_succeeds_when_it_is_repeated(
    studio: Studio, monkeypatch: pytest.MonkeyPatch
) -> None:
    studio.open()
    task = studio.paint()
    with monkeypatch.context() as patch:
        studio.refuse_puts(patch, "small-0.webp", StorageUnavailable("503"))
        with pytest.raises(StorageUnavailable):
            studio.call("upload", **task)
    assert studio.shown()[1]
    studio.call("upload", **task)
    assert not studio.shown()[1]
    assert studio.objects().keys() == studio.recorded_keys()


def test_a_step_whose_connection_was_ended_meanwhile_takes_another(studio: Studio) -> None:
    studio.open()
    task = studio.paint()
    with database.database() as own:
        pid = own.info.backend_pid
    studio.db.execute("select pg_terminate_backend(%s, 5000)", [pid])
    studio.call("upload", **task)
    assert studio.shown()[0].endswith("/large-0.webp")


def test_the_record_says_how_the_picture_came_to_be(studio: Studio) -> None:
    studio.open()
    studio.call("upload", **studio.paint())
    query = "select prompt, provider, model, is_placeholder, length(alt_text) <= 125 from recipe_images"
    assert studio.db.execute(query).fetchall() == [
        (studio.painter.prompts[0], "openai", "gpt-image-2.5-flare", False, True)
    ]
    assert studio.batch.read(BATCH).ledger[0].actual_micros == 13_200


def test_the_record_says_what_the_whole_picture_is_and_where_each_size_of_it_is(studio: Studio) -> None:
    studio.open()
    studio.call("upload", **studio.paint())
    whole = client("s3").get_object(Bucket="images", Key=studio.brief().original_key(0))["Body"].read()
    query = "select width, height, format, bytes, sha256, length(blurhash), variants from generated_images"
    ((width, height, format, size, digest, blur, variants),) = studio.db.execute(query).fetchall()
    assert (size, digest, format, blur) == (len(whole), sha256(whole).hexdigest(), "jpg", 28)
    with Image.open(BytesIO(whole)) as picture:
        assert (width, height) == picture.size
    assert variants == {name: f"https://images.test/{key}" for name, key in studio.brief().named_keys(0).items()}


def test_how_each_provider_was_asked_is_written_down_once(studio: Studio) -> None:
    studio.open()
    tries = [
        {"provider": "openai/a", "error": "ModelDown", "ms": 900},
        {"provider": "google/b", "ms": 4000, "cost_micros": 33_600},
    ]
    task = {**studio.paint(), "seeking": {"provider": "google/b", "tries": tries}}
    for _ in range(2):
        studio.call("upload", **task)
    query = "select account, position, attempt, turn, provider, model, outcome, ms, cost_micros from picture_attempts"
    assert studio.db.execute(query + " order by turn").fetchall() == [
        (BATCH, 0, 0, 0, "openai", "a", "ModelDown", 900, 0), (BATCH, 0, 0, 1, "google", "b", "made", 4000, 33_600),
    ]  # fmt: skip
    assert studio.db.execute("select provider, generation_ms from generated_images").fetchall() == [("google", 4000)]


def test_asking_for_a_picture_that_is_too_like_another_is_written_down_too(studio: Studio) -> None:
    studio.open()
    for position in (0, 1):
        task = {**studio.paint(position, ONE_PICTURE), "seeking": {"tries": [{"provider": "openai/a", "ms": 5}]}}
        with suppress(DuplicateImage):
            studio.call("upload", position, **task)
    assert studio.db.execute("select position, outcome from picture_attempts").fetchall() == [(0, "made"), (1, "made")]


def test_an_upload_that_ends_after_its_picture_was_given_up_changes_nothing_and_leaves_nothing(
    studio: Studio, monkeypatch: pytest.MonkeyPatch
) -> None:
    studio.open()
    task = studio.paint()
    ended: list[object] = []

    def late(*arguments: Any) -> list[str]:
        keys = put_variants(*arguments)
        studio.call("keep_placeholder", **task, error={"error": "States.Timeout", "cause": ""})
        ended.append((studio.shown(), studio.unit()))
        studio.refill(keys)
        return keys

    monkeypatch.setattr("functions.upload.handler.put_variants", late)
    studio.call("upload", **task)
    assert ended == [(studio.shown(), studio.unit())]
    assert studio.shown()[2] == ORIGINAL_KEPT
    assert studio.objects().keys() == studio.recorded_keys() == {studio.brief().original_key(0)}
    assert studio.claims() == 1


def test_an_upload_that_meets_its_placeholder_ends_the_unit_with_that(studio: Studio) -> None:
    studio.open()
    task = studio.paint()
    given_up = placeholder_record(
        studio.brief().recipe_id, 0, images_url="https://images.test", maker=("openai", "m"), cost_micros=0, at=NOON,
        reason="No.",
    )  # fmt: skip
    ImageStore(studio.db).record(given_up)
    studio.call("upload", **task)
    assert (studio.unit().stage, studio.unit().reason) == (Stage.PLACEHOLDER, "No.")
    assert studio.objects() == {}
    assert studio.claims() == 0


def test_what_a_killed_attempt_had_stored_is_removed_by_the_next_one(
    studio: Studio, monkeypatch: pytest.MonkeyPatch
) -> None:
    studio.open()
    task = studio.paint()
    with monkeypatch.context() as patch:
        studio.refuse_puts(patch, "small-0.webp", StorageUnavailable("503"))
        with pytest.raises(StorageUnavailable):
            studio.call("upload", **task)
    studio.call("upload", **studio.paint(attempt=1))
    assert studio.objects().keys() == studio.recorded_keys()
    assert studio.shown()[0].endswith("/large-1.webp")


def test_what_cannot_be_removed_is_tried_again(studio: Studio, monkeypatch: pytest.MonkeyPatch) -> None:
    studio.open()
    studio.paint()
    task = studio.paint(attempt=1)
    for code, error in (("InternalError", StorageUnavailable), ("AccessDenied", BucketMissing)):
        with monkeypatch.context() as patch:
            refusal = {"Errors": [{"Key": "a", "Code": code}]}
            patch.setattr(aws.client("s3"), "delete_objects", lambda refusal=refusal, **_: refusal)
            with pytest.raises(error):
                studio.call("upload", **task)
    studio.call("upload", **task)
    assert studio.objects().keys() == studio.recorded_keys()
