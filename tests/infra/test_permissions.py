"""Permissions: named actions only, and for each door what it does and nothing else."""

import json

import pytest

from infra.functions import DOORS
from tests.infra.imports import needed_by
from tests.infra.template import Template, as_list, statements

AGAINST_EVERYBODY = "Deny"
CDKS_OWN = "CustomCDKBucketDeployment"


def test_no_action_is_a_wildcard_but_of_the_function_that_cdk_copies_the_site_with(template: Template) -> None:
    ours = (resource for name, resource in template.resources.items() if not name.startswith(CDKS_OWN))
    allowed = [each for each in statements(list(ours)) if each["Effect"] != AGAINST_EVERYBODY]
    assert not [action for each in allowed for action in as_list(each["Action"]) if "*" in action]


@pytest.mark.parametrize(
    ("door", "secret"),
    [
        ("write_recipe generate_chunk", "TextKey"), ("image draw", "ImageKey"), ("authorizer", "TokenKey"),
        ("accounts", "SigningKey"),
    ],
)  # fmt: skip
def test_a_secret_is_read_by_those_only_who_need_it(template: Template, door: str, secret: str) -> None:
    readers = [
        each.name
        for each in DOORS
        if any(f"Secrets{secret}" in json.dumps(statement) for statement in template.policies_of(each.name))
    ]
    assert readers == door.split()


def test_only_accounts_send_mail_and_nothing_calls_the_maker_of_administrators(template: Template) -> None:
    senders = [door.name for door in DOORS if "ses:SendEmail" in template.actions_of(door.name)]
    maker = template.logical_id(template.functions()["create_admin"])
    allowed = [each for each in template.of_type("AWS::Lambda::Permission").values() if maker in json.dumps(each)]
    assert senders == ["accounts"]
    assert allowed == []


def test_only_who_begins_work_may_start_executions(template: Template) -> None:
    starters = [door.name for door in DOORS if "states:StartExecution" in template.actions_of(door.name)]
    assert starters == ["batches", "retries", "start_generation", "sweep_generations"]


@pytest.mark.parametrize("door", ["progress", "recipes", "costs", "health"])
def test_a_door_that_only_shows_batches_cannot_change_them(template: Template, door: str) -> None:
    batches = [each for each in template.policies_of(door) if "TablesBatches" in json.dumps(each["Resource"])]
    actions = {action for each in batches for action in as_list(each["Action"])}
    assert actions == {"dynamodb:GetItem", "dynamodb:Query"}


def test_users_of_the_database_may_sign_in_and_nobody_else(dev: Template) -> None:
    allowed = [door.name for door in DOORS if "rds-db:connect" in dev.actions_of(door.name)]
    assert sorted(allowed) == sorted(door.name for door in DOORS if "brigade_io.database" in needed_by(door.name))


def test_a_door_may_do_something_only_through_its_own_role(template: Template) -> None:
    roles = [json.dumps(function["Role"]) for function in template.functions().values()]
    assert len(set(roles)) == len(roles)


def test_who_speaks_with_a_provider_cannot_put_anything_where_everybody_sees_it(template: Template) -> None:
    putters = [
        door.name for door in DOORS
        if any("BucketsImages" in json.dumps(each["Resource"]) and "s3:PutObject" in as_list(each["Action"])
               for each in template.policies_of(door.name))
    ]  # fmt: skip
    assert putters == ["upload", "keep_placeholder", "store", "migrate"]
