"""The benchmark at the smallest account: a ratio only of whole batches."""

from typing import Any

import pytest

from benchmarks.tier_one import IMAGE_SECONDS, ratio_of


def a_summary(**changes: Any) -> dict[str, Any]:
    return {"saved": 30, "images": 30, "wallSeconds": 311.0, "errors": [], **changes}


def test_the_bound_is_what_the_headers_allow_the_thirtieth_picture() -> None:
    assert ratio_of(a_summary()).peer == pytest.approx((30 - 5) * 60 / 5 + IMAGE_SECONDS)


@pytest.mark.parametrize("missing", [{"images": 29}, {"saved": 29}, {"saved": 22, "images": 22}])
def test_a_batch_in_which_anything_is_missing_has_no_ratio(missing: dict[str, Any]) -> None:
    with pytest.raises(SystemExit, match="there is no ratio"):
        ratio_of(a_summary(**missing))
