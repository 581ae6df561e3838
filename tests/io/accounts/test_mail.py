"""Letters by SES."""

from collections.abc import Iterator
from typing import Any

import boto3
import pytest
from moto import mock_aws
from moto.core import DEFAULT_ACCOUNT_ID
from moto.ses.models import ses_backends

from brigade.accounts.letters import Letter
from brigade.errors import Transient
from brigade_io.accounts.mail import SesMail

LETTER = Letter(to="ada@example.org", subject="A new password", text="Choose one.")


@pytest.fixture
def ses() -> Iterator[Any]:
    with mock_aws():
        yield boto3.client("sesv2", "eu-central-1", aws_access_key_id="test", aws_secret_access_key="test")


def test_a_letter_is_sent_under_the_verified_address(ses: Any) -> None:
    ses.create_email_identity(EmailIdentity="brigade@brigade.test")
    SesMail(ses, "brigade@brigade.test").send(LETTER)
    (sent,) = ses_backends[DEFAULT_ACCOUNT_ID]["eu-central-1"].sent_messages
    assert (sent.source, sent.destinations["ToAddresses"]) == ("brigade@brigade.test", [LETTER.to])
    assert (sent.subject, sent.body) == (LETTER.subject, LETTER.text)


def test_what_ses_refuses_is_said_in_our_words_without_the_letter(ses: Any) -> None:
    with pytest.raises(Transient, match=r"^SES answered MessageRejected$"):
        SesMail(ses, "somebody@example.org").send(LETTER)


def test_a_ses_that_cannot_be_reached_is_said() -> None:
    client = boto3.client(
        "sesv2",
        "eu-central-1",
        aws_access_key_id="test",
        aws_secret_access_key="test",
        endpoint_url="http://127.0.0.1:9",
    )
    with pytest.raises(Transient, match="could not be reached"):
        SesMail(client, "brigade@brigade.test").send(LETTER)
