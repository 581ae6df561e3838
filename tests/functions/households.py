"""Two administrators who have batches, recipes and drafts, and two users: everything that an address can name."""

from collections.abc import Iterator
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from typing import Any, NamedTuple
from uuid import UUID, uuid5

import requests
from moto.core import DEFAULT_ACCOUNT_ID
from moto.dynamodb.models import dynamodb_backends
from psycopg import Connection

from brigade.accounts.user import Role, User
from brigade.generation.checking import recipe_id
from brigade.image_generation.generation import Failure, Status
from brigade.images.picture import picture_id
from brigade.progress.stage import Stage
from brigade_io import clock
from brigade_io.accounts.account_store import AccountStore
from brigade_io.accounts.password_hash import hash_of
from brigade_io.accounts.refresh_store import RefreshStore
from brigade_io.accounts.tokens import sign_access_token
from brigade_io.aws import client
from brigade_io.database import database
from brigade_io.image_generation.credit_store import CreditStore
from brigade_io.image_generation.generation_store import GenerationStore
from brigade_io.images.picture_store import PictureStore
from tests.functions import gateway, larder
from tests.functions.doorway import MACHINE, REGION, World, create_machine, create_token_key, world
from tests.unit.image_generation.generations import a_submission, an_order
from tests.unit.images.factories import a_generated_picture

NAMES = UUID("5d1f0c5e-8f2e-4d3c-9b60-2f7a1f6d5b11")
PASSWORD = "correct horse battery"
QUEUE = f"https://sqs.{REGION}.amazonaws.com/123456789012/generations"
ILLUSTRATE = MACHINE.replace("generate_batch", "illustrate_recipes")
QUICK = {
    "GENERATE_IMAGE_MACHINE": MACHINE.replace("generate_batch", "generate_image"), "GENERATION_QUEUE": QUEUE,
    "CREDITS_AT_START": "1000", "ILLUSTRATE_RECIPES_MACHINE": ILLUSTRATE,
    "STREAM_WINDOW": "0.02", "STREAM_POLL": "0.01", "FORGOTTEN_SECONDS": "0",
    "SIGN_INS_PER_ACCOUNT": "1000000", "SIGN_INS_PER_ACCOUNT_AND_ADDRESS": "1000000",
    "SIGN_INS_PER_ADDRESS": "1000000", "BATCHES_PER_MINUTE": "1000000",
}  # fmt: skip


class Member(NamedTuple):
    """Somebody with an account; what belongs to them has ids that follow from their name."""

    name: str
    role: Role

    @property
    def id(self) -> UUID:
        return uuid5(NAMES, self.name)

    @property
    def email(self) -> str:
        return f"{self.name}@example.org"

    @property
    def working(self) -> UUID:
        """A batch of four recipes that is under way."""
        return uuid5(self.id, "working")

    @property
    def ended(self) -> UUID:
        """A batch of four: one recipe with a picture, one with a placeholder, and two drafts that wait."""
        return uuid5(self.id, "ended")

    @property
    def recipes(self) -> list[UUID]:
        return [recipe_id(self.ended, position) for position in (0, 1)]

    @property
    def generation(self) -> UUID:
        """One that waits for its turn, and of which a picture is kept."""
        return uuid5(self.id, "generation")

    @property
    def failed(self) -> UUID:
        """One that came to nothing."""
        return uuid5(self.id, "failed")

    @property
    def picture(self) -> UUID:
        return picture_id(self.generation, 0)

    @property
    def refresh_token(self) -> str:
        return f"{self.name:-<43}"

    @property
    def reset_token(self) -> str:
        return f"{self.name:_<43}"


ADA, BOB = Member("ada", Role.ADMIN), Member("bob", Role.ADMIN)
USER, STRANGER = Member("user", Role.USER), Member("stranger", Role.USER)
EVERYBODY = (ADA, BOB, USER, STRANGER)


@dataclass
class Households:
    here: World

    def client(self, member: Member) -> requests.Session:
        return gateway.client(self.token(member))

    def browser(self, member: Member) -> requests.Session:
        """Signed in by cookies, as our own pages are."""
        session = gateway.client()
        cookies = f"__Host-access={self.token(member)}; __Host-refresh={member.refresh_token}"
        session.headers.update({"Cookie": cookies, "Sec-Fetch-Site": "same-origin"})
        return session

    def token(self, member: Member) -> str:
        key = self.here.private_key
        return sign_access_token(key, str(member.id), member.role, clock.now(), timedelta(hours=1))


@contextmanager
def households(database_url: str, **environment: str) -> Iterator[Households]:
    with world(DATABASE_URL=database_url, **{**QUICK, **environment}) as here:
        here.private_key = create_token_key()
        create_machine()
        create_machine("illustrate_recipes")
        create_machine("generate_image")
        client("sqs").create_queue(QueueName="generations")
        with database() as db:
            for member in EVERYBODY:
                _open_account(db, member)
                PictureStore(db).keep(a_generated_picture(member.generation, owner=member.id))
                _ask_for_pictures(db, member)
            for owner in (ADA, BOB):
                _cook(here, db, owner)
        yield Households(here)


@contextmanager
def undone() -> Iterator[None]:
    """Whatever is changed meanwhile, in PostgreSQL and in DynamoDB, is as before afterwards."""
    tables = dynamodb_backends[DEFAULT_ACCOUNT_ID][REGION]
    before = deepcopy(tables.tables)
    with database() as db, db.transaction(force_rollback=True):
        yield
    tables.tables = before


def _open_account(db: Connection[Any], member: Member) -> None:
    now = clock.now()
    AccountStore(db).add(User(id=member.id, email=member.email, role=member.role, created_at=now), _hash())
    AccountStore(db).keep_reset(member.id, member.reset_token, now)
    RefreshStore(db).begin(member.id, member.refresh_token, now)


def _ask_for_pictures(db: Connection[Any], member: Member) -> None:
    """One generation that waits, and one that failed."""
    now = clock.now()
    CreditStore(db).welcome(member.id, 1000, now)
    for id in (member.generation, member.failed):
        waits = {"owner": member.id, "at": now, "deadline": now + timedelta(hours=1)}
        GenerationStore(db).submit(a_submission(an_order(id=id), **waits))
    GenerationStore(db).settle(member.failed, 0, Status.FAILED, now, Failure(code="ImageRefused", text="No."))


@cache
def _hash() -> str:
    return hash_of(PASSWORD)


def _cook(here: World, db: Connection[Any], owner: Member) -> None:
    here.planned(4, batch_id=owner.working, owner=str(owner.id))
    here.planned(4, batch_id=owner.ended, owner=str(owner.id))
    larder.store(db, 0, 1, batch_id=owner.ended)
    larder.keep_for_review(db, 2, 3, batch_id=owner.ended)
    for position, recipe in enumerate(owner.recipes):
        here.table.advance(owner.ended, position, Stage.SAVED, name="Soup", recipe_id=recipe)
    here.table.advance(owner.ended, 0, Stage.DONE, image_url="https://images/0.webp")
    here.table.advance(owner.ended, 1, Stage.PLACEHOLDER, reason="Refused.")
    here.table.advance_all(owner.ended, {2: {"reason": "Waits."}, 3: {"reason": "Waits."}}, Stage.FAILED)
