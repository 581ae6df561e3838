"""Take into work what waits for its turn, whenever the queue says that something does.

A message only wakes: what is begun, PostgreSQL says. So whatever comes twice, late or never changes nothing.
"""

from typing import Any

from aws_lambda_powertools.utilities.typing import LambdaContext

from brigade.errors import Transient
from brigade_io.frames.step_task import logger
from brigade_io.image_generation.beginning import begin_what_waits


@logger.inject_lambda_context(clear_state=True)
def handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    """`event` is SQS's; what is answered are the messages that are to come again."""
    try:
        begun = begin_what_waits()
    except Transient as error:
        logger.warning("not begun", error=type(error).__name__, reason=str(error))
        return {"batchItemFailures": [{"itemIdentifier": each["messageId"]} for each in event["Records"]]}
    logger.info("begun", generations=[str(generation.id) for generation in begun])
    return {"batchItemFailures": []}
