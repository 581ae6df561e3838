"""What comes in about accounts, checked field by field, and what goes out."""

from datetime import datetime
from typing import Annotated, Literal, TypeVar

from pydantic import Field, ValidationError

from brigade.accounts.opaque import LENGTH
from brigade.accounts.passwords import LONGEST, SHORTEST
from brigade.accounts.user import Email, UserView
from brigade.errors import InvalidRequest
from brigade.model import Wire

# The lengths that one may have, to register and to sign in alike: nothing longer is hashed.
Password = Annotated[str, Field(min_length=SHORTEST, max_length=LONGEST, json_schema_extra={"format": "password"})]
Opaque = Annotated[str, Field(min_length=LENGTH, max_length=LENGTH, pattern=r"^[A-Za-z0-9_-]+$")]
Carrier = Literal["cookies", "body"]


class SignIn(Wire):
    """To register and to sign in. `tokens`: a browser keeps them in cookies, a program reads them in the answer."""

    email: Email
    password: Password
    tokens: Carrier = "cookies"


class Refresh(Wire):
    """To refresh and to sign out. Without a token the cookie is meant; what follows goes back the way it came."""

    refresh_token: str | None = Field(default=None, max_length=4096)  # whatever it is: a wrong one is a 401


class Forgotten(Wire):
    email: Email


class Reset(Wire):
    token: Opaque
    password: Password


class NewAdmin(Wire):
    email: Email


class SignedIn(Wire):
    """The user, and until when without refreshing; the tokens where the request asked for them."""

    user: UserView
    expires_at: datetime
    access_token: str | None = None
    refresh_token: str | None = None


class Done(Wire):
    message: str


Body = TypeVar("Body", bound=Wire)


def parsed(kind: type[Body], body: str) -> Body:
    """The request in a JSON body. Raises InvalidRequest, with `details` by field."""
    try:
        return kind.model_validate_json(body, strict=True, by_alias=True, by_name=False)
    except ValidationError as error:
        details = {".".join(map(str, problem["loc"])) or "body": problem["msg"] for problem in error.errors()}
        raise InvalidRequest("the request breaks a rule", details) from None
