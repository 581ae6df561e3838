"""End what nobody will finish: after an execution died, and every few minutes what is past its deadline.

Once a day, remove what nobody knows of; every few minutes, see how pictures come about.
"""

from typing import Any

from aws_lambda_powertools.utilities.typing import LambdaContext

from brigade_io.frames.step_task import logger
from functions.sweep.closing import close_dead_execution, close_overdue
from functions.sweep.execution import dead_execution, detail_of
from functions.sweep.orphans import remove_orphans
from functions.sweep.pulse import watch_pictures

ORPHANS, PULSE = "Orphans", "Pulse"


@logger.inject_lambda_context(clear_state=True)
def handler(event: dict[str, Any], context: LambdaContext) -> None:
    """`event` is Step Functions' status change of an execution, or one of the three schedules'."""
    if execution := dead_execution(event):
        logger.append_keys(correlation_id=str(execution.batch_id))
        close_dead_execution(execution)
    elif event.get("detail-type") == ORPHANS:
        remove_orphans()
    elif event.get("detail-type") == PULSE:
        watch_pictures()
    elif "executionArn" not in detail_of(event):
        close_overdue()
