"""What `cdk synth` wrote becomes a stack, or an error that names every resource that failed."""

import json
from pathlib import Path
from typing import Any

import pytest

from local.deploy import DeploymentFailed, deploy
from tests.local.cloud import SECRET, TRUST, Cloud, policy

BUCKET = "cdk-hnb659fds-assets-${AWS::AccountId}-${AWS::Region}"
CODE_KEY = "code.zip"
CODE = """
import boto3

def handler(event, context):
    if "secret" in event:
        return boto3.client("secretsmanager").get_secret_value(SecretId=event["secret"])["SecretString"]
    return event["n"] + 1
"""


def a_function(role: Any, **properties: Any) -> dict[str, Any]:
    code = {"S3Bucket": {"Fn::Sub": BUCKET}, "S3Key": CODE_KEY}
    required = {"Code": code, "Handler": "index.handler", "Role": role, "Runtime": "python3.13"}
    return {"Type": "AWS::Lambda::Function", "Properties": required | properties}


def an_assembly(directory: Path, resources: dict[str, Any], outputs: dict[str, Any]) -> Path:
    (directory / "asset.code").mkdir()
    (directory / "asset.code" / "index.py").write_text(CODE)
    (directory / "Kitchen.template.json").write_text(json.dumps({"Resources": resources, "Outputs": outputs}))
    assets = {
        "code": an_asset("asset.code", "zip", CODE_KEY),
        "template": an_asset("Kitchen.template.json", "file", "template.json"),
    }
    (directory / "Kitchen.assets.json").write_text(json.dumps({"files": assets}))
    return directory


def an_asset(path: str, packaging: str, key: str) -> dict[str, Any]:
    destinations = {"here": {"bucketName": BUCKET, "objectKey": key}}
    return {"source": {"path": path, "packaging": packaging}, "destinations": destinations}


def test_a_deployed_stack_gives_its_outputs_and_works(cloud: Cloud, tmp_path: Path) -> None:
    resources = {
        "Adds": a_function(cloud.anyone, FunctionName="adds-one"),
        "Table": {
            "Type": "AWS::DynamoDB::Table",
            "Properties": {
                "KeySchema": [{"AttributeName": "pk", "KeyType": "HASH"}],
                "AttributeDefinitions": [{"AttributeName": "pk", "AttributeType": "S"}],
                "BillingMode": "PAY_PER_REQUEST",
            },
        },
    }
    outputs = {"Function": {"Value": {"Fn::GetAtt": ["Adds", "Arn"]}}, "Table": {"Value": {"Ref": "Table"}}}
    made = deploy(cloud.endpoint, SECRET, an_assembly(tmp_path, resources, outputs), "Kitchen")
    assert cloud.invoke(made["Function"], {"n": 1}) == (2, None)
    assert cloud.client("dynamodb").describe_table(TableName=made["Table"])["Table"]["TableStatus"] == "ACTIVE"


def test_a_policy_of_a_stack_permits_what_it_names_and_nothing_else(cloud: Cloud, tmp_path: Path) -> None:
    may = {"Effect": "Allow", "Action": "secretsmanager:GetSecretValue", "Resource": {"Ref": "Own"}}
    resources = {
        "Own": {"Type": "AWS::SecretsManager::Secret", "Properties": {"Name": "own", "SecretString": "ours"}},
        "Other": {"Type": "AWS::SecretsManager::Secret", "Properties": {"Name": "other", "SecretString": "theirs"}},
        "Role": {"Type": "AWS::IAM::Role", "Properties": {"AssumeRolePolicyDocument": policy(TRUST)}},
        "May": {
            "Type": "AWS::IAM::Policy",
            "Properties": {"PolicyName": "may", "PolicyDocument": policy(may), "Roles": [{"Ref": "Role"}]},
        },
        "Reads": a_function({"Fn::GetAtt": ["Role", "Arn"]}, FunctionName="reads"),
    }
    assembly = an_assembly(tmp_path, resources, {"Function": {"Value": {"Fn::GetAtt": ["Reads", "Arn"]}}})
    (tmp_path / "Kitchen.assets.json").rename(tmp_path / "Safe.assets.json")
    made = deploy(cloud.endpoint, SECRET, assembly, "Safe")
    assert cloud.invoke(made["Function"], {"secret": "own"}) == ("ours", None)
    refusal, _ = cloud.invoke(made["Function"], {"secret": "other"})
    assert "is not authorized to perform: secretsmanager:GetSecretValue" in refusal["errorMessage"]


def test_a_stack_that_fails_names_what_failed_and_why(cloud: Cloud, tmp_path: Path) -> None:
    queue = {"Type": "AWS::SQS::Queue", "Properties": {"RedrivePolicy": "nowhere"}}
    assembly = an_assembly(tmp_path, {"Broken": queue}, {})
    (tmp_path / "Kitchen.assets.json").rename(tmp_path / "Sink.assets.json")
    with pytest.raises(
        DeploymentFailed, match=r"Sink is ROLLBACK_COMPLETE\n  Broken \(AWS::SQS::Queue\): .*RedrivePolicy"
    ):
        deploy(cloud.endpoint, SECRET, assembly, "Sink")
