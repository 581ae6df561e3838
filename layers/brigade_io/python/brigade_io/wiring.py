"""What a door is handed: each thing made once in a process, when it is first needed."""

from functools import cache

from brigade.accounts.letters import SendLetter
from brigade_io.agent_call_table import AgentCallTable
from brigade_io.aws import client
from brigade_io.batch_table import BatchTable
from brigade_io.bucket import Bucket
from brigade_io.mail import SesMail
from brigade_io.settings import settings
from brigade_io.sign_in_limit import SignInLimit


@cache
def batch_table() -> BatchTable:
    return BatchTable(client("dynamodb"), settings().batch_table)


@cache
def agent_call_table() -> AgentCallTable:
    return AgentCallTable(client("dynamodb"), settings().agent_call_table)


@cache
def work_bucket() -> Bucket:
    return Bucket(client("s3"), settings().work_bucket)


@cache
def images_bucket() -> Bucket:
    return Bucket(client("s3"), settings().images_bucket)


@cache
def sign_in_limit() -> SignInLimit:
    per_address, per_account = settings().sign_ins_per_address, settings().sign_ins_per_account
    return SignInLimit(client("dynamodb"), settings().idempotency_table, per_address, per_account)


@cache
def send_letter() -> SendLetter:
    return SesMail(client("sesv2"), settings().mail_from).send
