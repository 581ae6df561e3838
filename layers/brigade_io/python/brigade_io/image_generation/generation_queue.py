"""The queue that wakes whoever begins generations. PostgreSQL's row is the truth: a lost message costs a minute."""

import json
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from brigade.errors import BrigadeError, Transient
from brigade.image_generation.generation import Generation

# Mistakes of ours, which waiting does not mend.
MISTAKES = frozenset({"AccessDenied", "AccessDeniedException", "InvalidParameterValue", "QueueDoesNotExist"})


class GenerationQueue:
    def __init__(self, client: Any, url: str) -> None:
        self.client = client
        self.url = url

    def wake(self, generation: Generation) -> None:
        """Say that it waits, or that its place is free. Its group is its owner: who sends many holds up nobody.

        Raises Transient, or the root of our errors for a mistake.
        """
        body = json.dumps({"generation_id": str(generation.id), "run": generation.run})
        try:
            self.client.send_message(QueueUrl=self.url, MessageBody=body, MessageGroupId=str(generation.owner))
        except ClientError as error:
            code = error.response["Error"]["Code"].rpartition(".")[2]
            raise (BrigadeError if code in MISTAKES else Transient)(f"SQS answered {code}") from error
        except BotoCoreError as error:
            raise Transient(f"SQS could not be reached: {type(error).__name__}") from error
