"""A user: an address to write to, a role, and how both are shown."""

import re
from datetime import datetime
from enum import StrEnum
from typing import Annotated
from uuid import UUID

from pydantic import AfterValidator, Field

from brigade.model import Message, Wire

LONGEST_EMAIL = 254  # RFC 5321: a path holds 256 octets with its brackets
LONGEST_LOCAL_PART = 64
LOCAL_PART = re.compile(r"[a-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*")
DOMAIN = re.compile(r"([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])?")


class Role(StrEnum):
    USER = "user"
    TRAINER = "trainer"
    ADMIN = "admin"


def email_address(text: str) -> str:
    """The address in the one spelling that it is kept in: without spaces around it, in lower case."""
    if not text.strip().isascii():  # first: some letters of other scripts turn to ASCII in lower case
        raise ValueError("is no e-mail address")
    address = text.strip().lower()
    local_part, _, domain = address.rpartition("@")
    if len(address) > LONGEST_EMAIL or len(local_part) > LONGEST_LOCAL_PART:
        raise ValueError("is too long for an e-mail address")
    if not (LOCAL_PART.fullmatch(local_part) and DOMAIN.fullmatch(domain)):
        raise ValueError("is no e-mail address")
    return address


Email = Annotated[str, AfterValidator(email_address), Field(json_schema_extra={"format": "email"})]


class User(Message):
    id: UUID
    email: str
    role: Role
    created_at: datetime


class UserView(Wire):
    """A user as the API shows it, to nobody but the user."""

    id: UUID
    email: str
    role: Role
    created_at: datetime


def user_view(user: User) -> UserView:
    return UserView(**dict(user))
