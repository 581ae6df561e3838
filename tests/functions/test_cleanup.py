"""The door `cleanup`: objects without a picture, and pictures without an object."""

from collections.abc import Iterator
from datetime import timedelta
from hashlib import sha256
from typing import Any

import pytest

from brigade.images.variants import Format
from brigade_io import clock
from brigade_io.database import database
from brigade_io.images import cleaning
from brigade_io.images.picture_files import hash_key
from brigade_io.images.picture_store import PictureStore
from brigade_io.images.storage.wiring import picture_storage
from tests.functions import gateway
from tests.functions.households import ADA, USER, Households, Member, households, undone
from tests.unit.images.factories import a_generated_picture

KEYS = [hash_key(sha256(str(number).encode()).hexdigest(), Format.WEBP) for number in range(4)]


@pytest.fixture(scope="module")
def here(module_database_url: str) -> Iterator[Households]:
    with households(module_database_url) as made:
        yield made


@pytest.fixture(autouse=True)
def _undone(here: Households, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Three days later; whatever a test keeps is gone again."""
    later = clock.now() + timedelta(days=3)
    monkeypatch.setattr(clock, "now", lambda: later)
    with undone():
        yield
    picture_storage().remove(KEYS)


def clean(here: Households, who: Member = ADA, **order: Any) -> tuple[int, dict[str, Any]]:
    answer = here.client(who).post(f"{gateway.URL}/api/images/cleanup", json=order)
    return answer.status_code, answer.json()


def put(*keys: str) -> None:
    for key in keys:
        picture_storage().put(key, b"a picture", "image/webp")


def record(position: int, *keys: str) -> None:
    with database() as db:
        PictureStore(db).keep(a_generated_picture(USER.generation, position, owner=USER.id, keys=list(keys)))


def there(key: str) -> bool:
    return picture_storage().exists(key)


def test_nothing_is_removed_until_that_is_asked_for(here: Households) -> None:
    put(*KEYS[:2])
    record(50, KEYS[0])
    status, report = clean(here)
    assert (status, report["dryRun"], report["complete"]) == (200, True, True)
    assert (report["objects"], report["bytes"], report["removed"]) == ([KEYS[1]], 9, 0)
    assert there(KEYS[1])
    _, report = clean(here, dryRun=False)
    assert (report["objectsWithoutPicture"], report["removed"]) == (1, 1)
    assert (there(KEYS[0]), there(KEYS[1])) == (True, False)


def test_equal_bytes_stay_until_the_last_of_their_pictures_goes(here: Households) -> None:
    put(KEYS[0])
    for position in (51, 52):
        record(position, KEYS[0])
    for position, left in ((51, True), (52, False)):
        with database() as db:
            db.execute(
                "update generated_images set deleted_at = now() where generation_id = %s and position = %s",
                [USER.generation, position],
            )
        clean(here, dryRun=False)
        assert there(KEYS[0]) == left


def test_a_picture_whose_object_is_gone_is_told_of_and_left_to_a_person(here: Households) -> None:
    put(KEYS[0])
    record(53, KEYS[0], KEYS[1])
    _, report = clean(here, dryRun=False)
    with database() as db:
        (picture,) = PictureStore(db).find(10, generation_id=USER.generation, min_width=1, viewer=USER.id)[:1]
    assert str(picture.id) in report["pictures"]
    assert report["removed"] == 0


def test_what_may_still_be_recorded_stays(here: Households, monkeypatch: pytest.MonkeyPatch) -> None:
    put(KEYS[0])
    monkeypatch.undo()
    _, report = clean(here, dryRun=False)
    assert (report["objectsWithoutPicture"], there(KEYS[0])) == (0, True)


def test_where_time_runs_out_nothing_is_said_of_pictures(here: Households, monkeypatch: pytest.MonkeyPatch) -> None:
    put(KEYS[0])
    record(54, KEYS[1])
    times = iter([0.0, 0.0])
    monkeypatch.setattr(cleaning, "monotonic", lambda: next(times, 100.0))
    _, report = clean(here)
    assert (report["complete"], report["picturesWithoutObject"], report["objects"]) == (False, None, [KEYS[0]])


def test_only_an_administrator_cleans_up(here: Households) -> None:
    assert clean(here, USER)[0] == 403
    assert clean(here, surprise=1)[0] == 400
