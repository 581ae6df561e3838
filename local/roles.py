"""Who signs in to the database of this machine. In the cloud the deployment makes the same roles (`infra.database`)."""

import secrets
from urllib.parse import urlsplit, urlunsplit

import psycopg
from psycopg import sql

from brigade.settings import FUNCTIONS_ROLE


def url_of_functions(owner: str) -> str:
    """Make the role that functions sign in as, with a password of its own; `owner` is the owner's URL."""
    address, password = urlsplit(owner), secrets.token_hex(32)
    role, secret = sql.Identifier(FUNCTIONS_ROLE), sql.Literal(password)
    with psycopg.connect(owner, autocommit=True) as db:
        db.execute(sql.SQL("create role {} login password {}").format(role, secret))
    return urlunsplit(address._replace(netloc=f"{FUNCTIONS_ROLE}:{password}@{address.hostname}:{address.port}"))
