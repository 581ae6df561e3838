"""Cancelling a batch: nothing new begins in it, and what is under way comes to its end and is kept."""

from datetime import datetime

from brigade.progress.batch import BatchState
from brigade.progress.closing import is_over, standing
from brigade.progress.views import Cancelling
from brigade_io.progress.wiring import batch_table

ENDED = "The batch had ended already: there is nothing to cancel."
ACCEPTED = "Cancelling: nothing new begins, and what is under way is finished and kept."


def cancel(state: BatchState, now: datetime) -> Cancelling:
    """However often it is asked, the first cancelling stands."""
    batch_id = state.record.batch_id
    if is_over(standing(state, now)):
        return Cancelling(batch_id=batch_id, accepted=False, message=ENDED)
    batch_table().cancel(batch_id, now)
    return Cancelling(batch_id=batch_id, accepted=True, message=ACCEPTED)
