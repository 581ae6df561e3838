"""What is kept: private, encrypted, over TLS only, and for as long as the environment says."""

import inspect
import json
import re
from dataclasses import replace
from pathlib import Path

import aws_cdk as cdk
import pytest

from brigade.settings import FUNCTIONS_ROLE
from brigade_io.progress.batch_table import BatchTable
from infra.database import AUTHORITIES, OWNER, Network
from infra.environments import DEV, ENVIRONMENTS
from infra.functions import DOORS
from tests.functions.doorway import INDEXES, TABLES, indexes_of
from tests.infra.template import Synthesise, Template, as_list


def test_buckets_are_closed_to_the_public(template: Template) -> None:
    for bucket in template.of_type("AWS::S3::Bucket").values():
        assert set(bucket["PublicAccessBlockConfiguration"].values()) == {True}


def test_buckets_are_encrypted(template: Template) -> None:
    for bucket in template.of_type("AWS::S3::Bucket").values():
        assert bucket["BucketEncryption"]


def test_buckets_and_queues_answer_over_tls_only(template: Template) -> None:
    for kind in ("AWS::S3::Bucket", "AWS::SQS::Queue"):
        policies = template.of_type(f"{kind}Policy").values()
        assert len(policies) == len(template.of_type(kind))
        assert all('"aws:SecureTransport": "false"' in json.dumps(policy) for policy in policies)


@pytest.mark.parametrize(
    ("name", "keys", "expires"),
    [
        ("batches", ["batch_id", "item"], None),
        ("agent-calls", ["agent", "at"], "expires_at"),
        ("pace", ["provider", "meter"], None),
        ("idempotency", ["id"], "expiration"),
    ],
)
def test_a_table_has_the_keys_of_the_contract(
    template: Template, name: str, keys: list[str], expires: str | None
) -> None:
    (table,) = [each for each in template.of_type("AWS::DynamoDB::Table").values() if each["TableName"].endswith(name)]
    assert [each["AttributeName"] for each in table["KeySchema"]] == keys
    assert table.get("TimeToLiveSpecification", {}).get("AttributeName") == expires


@pytest.mark.parametrize("name", TABLES)
def test_a_table_is_the_one_that_the_doors_are_tested_with(template: Template, name: str) -> None:
    (table,) = [each for each in template.of_type("AWS::DynamoDB::Table").values() if each["TableName"].endswith(name)]
    assert [each["AttributeName"] for each in table["KeySchema"]] == TABLES[name]
    assert table.get("GlobalSecondaryIndexes", []) == indexes_of(name)


def test_every_index_that_is_asked_exists() -> None:
    asked = re.findall(r'IndexName="(\w+)"', inspect.getsource(BatchTable))
    assert sorted(asked) == sorted(INDEXES["batches"])


@pytest.mark.parametrize(("environment", "days"), [("local", 1), ("dev", 30)])
def test_every_log_is_kept_as_long_as_the_environment_says(synthesise: Synthesise, environment: str, days: int) -> None:
    template: Template = synthesise(environment)
    assert {group["RetentionInDays"] for group in template.of_type("AWS::Logs::LogGroup").values()} == {days}


def test_tables_can_be_turned_back_in_time(dev: Template) -> None:
    for table in dev.of_type("AWS::DynamoDB::Table").values():
        assert table["PointInTimeRecoverySpecification"]["PointInTimeRecoveryEnabled"] is True


def test_the_database_is_encrypted_and_signed_in_to_by_iam(dev: Template) -> None:
    (cluster,) = dev.of_type("AWS::RDS::DBCluster").values()
    assert cluster["StorageEncrypted"] is True
    assert cluster["EnableIAMDatabaseAuthentication"] is True
    assert cluster["ServerlessV2ScalingConfiguration"] == {"MinCapacity": 0, "MaxCapacity": 2}


def test_the_network_has_no_way_out(dev: Template) -> None:
    assert not dev.of_type("AWS::EC2::NatGateway")
    assert not dev.of_type("AWS::EC2::InternetGateway")
    endpoints = dev.of_type("AWS::EC2::VPCEndpoint").values()
    kinds = sorted(each["VpcEndpointType"] for each in endpoints)
    assert kinds == ["Gateway"] * 2 + ["Interface"] * 4


def test_pictures_that_are_kept_elsewhere_are_reached_through_one_gateway(tmp_path: Path) -> None:
    elsewhere = replace(DEV, settings={**DEV.settings, "storage": "cloudinary", "storage_place": "a-cloud"})
    app = cdk.App(outdir=str(tmp_path))
    Network(cdk.Stack(app, "Elsewhere"), "Network", environment=elsewhere)
    (stack,) = app.synth().stacks
    assert len(Template(stack.template).of_type("AWS::EC2::NatGateway")) == 1


def test_no_secret_is_in_a_template(template: Template) -> None:
    for secret in template.of_type("AWS::SecretsManager::Secret").values():
        assert "SecretString" not in secret


def test_names_say_what_and_where(template: Template) -> None:
    environment = template.functions()["image"]["Environment"]["Variables"]["ENVIRONMENT"]
    assert environment in ENVIRONMENTS
    for table in template.of_type("AWS::DynamoDB::Table").values():
        assert table["TableName"].startswith(f"brigade-{environment}-")


def test_what_passes_between_states_and_bytes_of_strangers_are_kept_for_a_while(template: Template) -> None:
    (rules,) = [
        bucket["LifecycleConfiguration"]["Rules"] for name, bucket in template.of_type("AWS::S3::Bucket").items()
        if name.startswith("BucketsWork")
    ]  # fmt: skip
    kept = {rule["Prefix"]: rule["ExpirationInDays"] for rule in rules if "Prefix" in rule}
    assert kept == {"plans/": 30, "work/": 30, "masters/": 30, "references/": 30}


def test_a_server_that_is_not_amazons_is_not_spoken_to(dev: Template) -> None:
    for function in dev.functions().values():
        url = json.dumps(function["Environment"]["Variables"]["DATABASE_URL"])
        assert f"sslmode=verify-full&sslrootcert={AUTHORITIES}" in url


@pytest.mark.parametrize("door", sorted(door.name for door in DOORS if door.database))
def test_only_who_migrates_owns_the_schema(dev: Template, door: str) -> None:
    role = OWNER if door == "migrate" else FUNCTIONS_ROLE
    assert f"postgresql://{role}@" in json.dumps(dev.functions()[door]["Environment"]["Variables"]["DATABASE_URL"])
    [connect] = [each for each in dev.policies_of(door) if "rds-db:connect" in as_list(each["Action"])]
    assert json.dumps(connect["Resource"]).rstrip('"]}').endswith(f"/{role}")


def test_on_one_machine_the_roles_are_apart_too(local: Template) -> None:
    urls = {name: each["Environment"]["Variables"]["DATABASE_URL"] for name, each in local.functions().items()}
    assert urls.pop("migrate") == {"Ref": "DatabaseOwnerUrl"}
    assert all(url == {"Ref": "DatabaseUrl"} for url in urls.values())
