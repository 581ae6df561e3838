"""What `cdk synth` wrote becomes a stack, or an error that names every resource that failed."""

import json
from pathlib import Path
from typing import Any

import pytest

from local.deploy import DeploymentFailed, deploy
from tests.local.cloud import ROLE, Cloud

BUCKET = "cdk-hnb659fds-assets-${AWS::AccountId}-${AWS::Region}"
CODE_KEY = "code.zip"


def a_function(**properties: Any) -> dict[str, Any]:
    code = {"S3Bucket": {"Fn::Sub": BUCKET}, "S3Key": CODE_KEY}
    required = {"Code": code, "Handler": "index.handler", "Role": ROLE, "Runtime": "python3.13"}
    return {"Type": "AWS::Lambda::Function", "Properties": required | properties}


def an_assembly(directory: Path, resources: dict[str, Any], outputs: dict[str, Any]) -> Path:
    (directory / "asset.code").mkdir()
    (directory / "asset.code" / "index.py").write_text("def handler(event, context): return event['n'] + 1")
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
        "Adds": a_function(FunctionName="adds-one"),
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
    made = deploy(cloud.endpoint, an_assembly(tmp_path, resources, outputs), "Kitchen")
    assert cloud.invoke(made["Function"], {"n": 1}) == (2, None)
    assert cloud.client("dynamodb").describe_table(TableName=made["Table"])["Table"]["TableStatus"] == "ACTIVE"


def test_a_stack_that_fails_names_what_failed_and_why(cloud: Cloud, tmp_path: Path) -> None:
    queue = {"Type": "AWS::SQS::Queue", "Properties": {"RedrivePolicy": "nowhere"}}
    assembly = an_assembly(tmp_path, {"Broken": queue}, {})
    (tmp_path / "Kitchen.assets.json").rename(tmp_path / "Sink.assets.json")
    with pytest.raises(
        DeploymentFailed, match=r"Sink is ROLLBACK_COMPLETE\n  Broken \(AWS::SQS::Queue\): .*RedrivePolicy"
    ):
        deploy(cloud.endpoint, assembly, "Sink")
