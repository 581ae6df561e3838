"""Letters out of the house, by SES."""

from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from brigade.accounts.letters import Letter
from brigade.errors import Transient


class SesMail:
    """`client` is SES's version 2; `sender` an address that SES has verified."""

    def __init__(self, client: Any, sender: str) -> None:
        self.client = client
        self.sender = sender

    def send(self, letter: Letter) -> None:
        """Raises Transient."""
        content = {"Simple": {"Subject": {"Data": letter.subject}, "Body": {"Text": {"Data": letter.text}}}}
        try:
            self.client.send_email(
                FromEmailAddress=self.sender, Destination={"ToAddresses": [letter.to]}, Content=content
            )
        except ClientError as error:
            raise Transient(f"SES answered {error.response['Error']['Code']}") from error
        except BotoCoreError as error:
            raise Transient(f"SES could not be reached: {type(error).__name__}") from error
