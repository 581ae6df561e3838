"""docs/faults.md says what the rows say, and there are enough of them."""

import pytest

from tests.faults.table import DOCUMENT, document, rows_of


def test_the_document_is_made_of_the_rows() -> None:
    assert DOCUMENT.read_text(encoding="utf-8") == document()


def test_there_are_at_least_sixty_faults_of_providers() -> None:
    rows = [*rows_of("text_faults.csv"), *rows_of("image_faults.csv")]
    assert len({(row.odd, row.when) for row in rows}) >= 60


def test_there_are_at_least_twenty_faults_of_our_own_stores() -> None:
    assert len({(row.odd, row.when) for row in rows_of("store_faults.csv")}) >= 20


@pytest.mark.parametrize("name", ["text_faults.csv", "image_faults.csv", "fallback_faults.csv", "store_faults.csv"])
def test_no_fault_stands_there_twice(name: str) -> None:
    rows = rows_of(name)
    assert len({(row.odd, row.when) for row in rows}) == len(rows) == len({(row.fault, row.when) for row in rows})
