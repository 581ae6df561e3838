"""When the original may be shown although it could not be put in its place."""

import pytest

from brigade.images.reasons import may_show_original


@pytest.mark.parametrize("error", ["StorageUnavailable", "States.Timeout", "DatabaseUnavailable", "Lambda.Unknown"])
def test_the_original_is_shown_where_only_the_storing_failed(error: str) -> None:
    assert may_show_original("recipes/soup_1/original-0.jpg", error)


@pytest.mark.parametrize("error", ["DuplicateImage", "PictureUnreadable", "ImageRefused", "BatchCancelled"])
def test_the_original_is_not_shown_where_the_picture_is_at_fault(error: str) -> None:
    assert not may_show_original("recipes/soup_1/original-0.jpg", error)


def test_without_an_original_there_is_nothing_to_show() -> None:
    assert not may_show_original("", "StorageUnavailable")
