"""What a door is handed from this room, each made once in a process, when it is first needed."""

from functools import cache

from brigade.accounts.letters import SendLetter
from brigade_io.accounts.ended_sessions import EndedSessions
from brigade_io.accounts.mail import SesMail
from brigade_io.accounts.sign_in_limit import SignInLimit
from brigade_io.aws import client
from brigade_io.settings import settings


@cache
def sign_in_limit() -> SignInLimit:
    known = settings()
    return SignInLimit(
        client("dynamodb"), known.idempotency_table, per_address=known.sign_ins_per_address,
        per_account=known.sign_ins_per_account, per_account_and_address=known.sign_ins_per_account_and_address,
    )  # fmt: skip


@cache
def ended_sessions() -> EndedSessions:
    return EndedSessions(client("dynamodb"), settings().idempotency_table)


@cache
def send_letter() -> SendLetter:
    return SesMail(client("sesv2"), settings().mail_from).send
