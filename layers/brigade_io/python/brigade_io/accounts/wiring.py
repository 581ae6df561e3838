"""What a door is handed from this room, each made once in a process, when it is first needed."""

from functools import cache

from brigade.accounts.letters import SendLetter
from brigade_io.accounts.mail import SesMail
from brigade_io.accounts.sign_in_limit import SignInLimit
from brigade_io.aws import client
from brigade_io.settings import settings


@cache
def sign_in_limit() -> SignInLimit:
    per_address, per_account = settings().sign_ins_per_address, settings().sign_ins_per_account
    return SignInLimit(client("dynamodb"), settings().idempotency_table, per_address, per_account)


@cache
def send_letter() -> SendLetter:
    return SesMail(client("sesv2"), settings().mail_from).send
