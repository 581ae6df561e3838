"""When two pictures are the same."""

import pytest
from pydantic import ValidationError

from brigade.images.similarity import Fingerprint, distance, is_duplicate, picture_quality
from tests.unit.images.factories import a_fingerprint, near


@pytest.mark.parametrize(
    ("phash", "dhash", "same"), [(0, 0, True), (9, 38, True), (10, 38, False), (9, 39, False), (10, 39, False)]
)
def test_both_hashes_must_be_near(phash: int, dhash: int, same: bool) -> None:
    prints = a_fingerprint()
    assert is_duplicate(prints, near(prints, phash, dhash)) is same
    assert is_duplicate(near(prints, phash, dhash), prints) is same


def test_the_distance_is_the_number_of_differing_bits() -> None:
    assert distance("0000", "0000") == 0
    assert distance("0110", "1100") == 2


@pytest.mark.parametrize("phash", ["", "0" * 63, "0" * 65, "2" * 64])
def test_a_fingerprint_has_64_and_256_bits(phash: str) -> None:
    with pytest.raises(ValidationError):
        Fingerprint(phash=phash, dhash="0" * 256)


def test_every_further_attempt_costs_ten_points_down_to_seventy() -> None:
    assert [picture_quality(attempt) for attempt in range(6)] == [100, 90, 80, 70, 70, 70]
