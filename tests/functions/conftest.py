"""What the tests of all doors share."""

from tests.patience import _pauses_go_by_at_once

__all__ = ["_pauses_go_by_at_once"]
