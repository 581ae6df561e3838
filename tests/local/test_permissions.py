"""A role may do what its policies allow; anything else is refused, in AWS's words."""

import json
from typing import Any

import pytest

from tests.local.cloud import ACCOUNT, Cloud, caught, policy, task

CALLS = """
    import boto3
    from botocore.config import Config
    from botocore.exceptions import ClientError

    AS_WE_DO = Config(s3={"addressing_style": "path"})

    def handler(event, context):
        client = boto3.client(event["service"], config=AS_WE_DO)
        try:
            getattr(client, event["operation"])(**event["arguments"])
        except ClientError as error:
            return {**error.response["Error"], "Status": error.response["ResponseMetadata"]["HTTPStatusCode"]}
"""
KEY = {"id": {"S": "1"}}
PUT = {"Put": {"TableName": "orders", "Item": KEY}}
CHECK = {"ConditionCheck": {"TableName": "orders", "Key": KEY, "ConditionExpression": "attribute_exists(id)"}}
ORDERS = f"arn:aws:dynamodb:us-east-1:{ACCOUNT}:table/orders"
BY_DAY = {"TableName": "orders", "IndexName": "by_day", "KeyConditionExpression": "#d = :d"}
DAY = {"ExpressionAttributeNames": {"#d": "day"}, "ExpressionAttributeValues": {":d": {"S": "1"}}}
OBJECT = {"Bucket": "larder", "Key": "a/b"}
LARDER = "arn:aws:s3:::larder"
SPOILT = {"Bucket": "larder", "Key": "spoilt"}
ERASE = {"Bucket": "larder", "Delete": {"Objects": [{"Key": "spoilt"}]}}
MACHINE = f"arn:aws:states:us-east-1:{ACCOUNT}:stateMachine:none"
LETTER: dict[str, Any] = {
    "FromEmailAddress": "a@brigade.test",
    "Destination": {"ToAddresses": ["b@brigade.test"]},
    "Content": {"Simple": {"Subject": {"Data": "-"}, "Body": {"Text": {"Data": "-"}}}},
}
SENDER = f"arn:aws:ses:us-east-1:{ACCOUNT}:identity/a@brigade.test"

DENIED = "AccessDeniedException"
REFUSED = [
    ("dynamodb", "get_item", {"TableName": "orders", "Key": KEY}, "dynamodb:GetItem", ORDERS),
    ("dynamodb", "put_item", {"TableName": "orders", "Item": KEY}, "dynamodb:PutItem", ORDERS),
    ("dynamodb", "query", BY_DAY | DAY, "dynamodb:Query", f"{ORDERS}/index/by_day"),
    ("dynamodb", "batch_get_item", {"RequestItems": {"orders": {"Keys": [KEY]}}}, "dynamodb:BatchGetItem", ORDERS),
    ("dynamodb", "transact_write_items", {"TransactItems": [PUT]}, "dynamodb:PutItem", ORDERS),
    ("dynamodb", "transact_write_items", {"TransactItems": [CHECK]}, "dynamodb:ConditionCheckItem", ORDERS),
    ("s3", "get_object", OBJECT, "s3:GetObject", f'"{LARDER}/a/b"'),
    ("s3", "put_object", OBJECT | {"Body": "-"}, "s3:PutObject", f'"{LARDER}/a/b"'),
    ("s3", "delete_object", SPOILT, "s3:DeleteObject", f'"{LARDER}/spoilt"'),
    ("s3", "delete_objects", ERASE, "s3:DeleteObject", f'"{LARDER}/spoilt"'),
    ("s3", "list_objects_v2", {"Bucket": "larder"}, "s3:ListBucket", f'"{LARDER}"'),
    ("secretsmanager", "get_secret_value", {"SecretId": "key"}, "secretsmanager:GetSecretValue", "SECRET"),
    ("stepfunctions", "start_execution", {"stateMachineArn": MACHINE}, "states:StartExecution", MACHINE),
    ("sesv2", "send_email", LETTER, "ses:SendEmail", SENDER),
]


@pytest.fixture(scope="module")
def secret(cloud: Cloud) -> str:
    """The ARN of a secret, beside a table, an index and a bucket with an object in it."""
    indexed = {"KeySchema": [{"AttributeName": "day", "KeyType": "HASH"}], "Projection": {"ProjectionType": "ALL"}}
    cloud.client("dynamodb").create_table(
        TableName="orders",
        KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
        AttributeDefinitions=[{"AttributeName": name, "AttributeType": "S"} for name in ("id", "day")],
        GlobalSecondaryIndexes=[{"IndexName": "by_day", **indexed}],
        BillingMode="PAY_PER_REQUEST",
    )
    cloud.client("s3").create_bucket(Bucket="larder")
    cloud.client("s3").put_object(**OBJECT, Body=b"-")
    arn: str = cloud.client("secretsmanager").create_secret(Name="key", SecretString="-")["ARN"]
    return arn


@pytest.fixture(scope="module")
def nobody(cloud: Cloud) -> str:
    """A function whose role may do nothing that anybody asks of it."""
    return cloud.function(CALLS, Role=cloud.role(allow("xray:PutTraceSegments", "*")))


def allow(action: str, *resources: str) -> dict[str, Any]:
    return {"Effect": "Allow", "Action": action, "Resource": list(resources)}


def ask(cloud: Cloud, function: str, service: str, operation: str, arguments: dict[str, Any]) -> Any:
    """The error that the function met, or None."""
    return cloud.invoke(function, {"service": service, "operation": operation, "arguments": arguments})[0]


@pytest.mark.parametrize(("service", "operation", "arguments", "action", "resource"), REFUSED)
def test_a_function_without_a_grant_is_refused_with_the_error_of_aws(
    cloud: Cloud, secret: str, nobody: str, service: str, operation: str, arguments: dict[str, Any], action: str,
    resource: str,
) -> None:  # fmt: skip
    name = nobody.rpartition(":")[2]
    role = cloud.client("lambda").get_function_configuration(FunctionName=name)["Role"].rpartition("/")[2]
    in_header = service not in ("s3", "sesv2")
    assert ask(cloud, nobody, service, operation, arguments) == {
        "Code": DENIED if service != "s3" else "AccessDenied",
        "Message": f"User: arn:aws:sts::{ACCOUNT}:assumed-role/{role}/{name} is not authorized to perform: {action}"
        f" on resource: {resource.replace('SECRET', secret)} because no identity-based policy allows the {action}"
        " action",
        "Status": 400 if in_header else 403,
    }


@pytest.mark.parametrize(("service", "operation", "arguments", "action", "resource"), REFUSED)
def test_with_the_grant_and_nothing_else_it_is_let_through(
    cloud: Cloud, secret: str, service: str, operation: str, arguments: dict[str, Any], action: str, resource: str
) -> None:
    on = resource.strip('"').replace("SECRET", secret)
    function = cloud.function(CALLS, Role=cloud.role(allow(action, on)))
    error = ask(cloud, function, service, operation, arguments) or {}
    assert error.get("Code") in (None, "StateMachineDoesNotExist", "TransactionCanceledException", "MessageRejected")


def test_a_head_without_a_grant_is_a_bare_403(cloud: Cloud, secret: str, nobody: str) -> None:
    error = ask(cloud, nobody, "s3", "head_object", OBJECT)
    assert (error["Code"], error["Status"]) == ("403", 403)


def test_a_key_that_does_not_exist_is_404_only_for_who_may_list(cloud: Cloud, secret: str) -> None:
    missing = {"Bucket": "larder", "Key": "none"}
    reader = cloud.function(CALLS, Role=cloud.role(allow("s3:GetObject", f"{LARDER}/*")))
    lister = cloud.role(allow("s3:GetObject", f"{LARDER}/*"), allow("s3:ListBucket", LARDER))
    assert ask(cloud, reader, "s3", "get_object", missing)["Code"] == "AccessDenied"
    assert ask(cloud, cloud.function(CALLS, Role=lister), "s3", "get_object", missing)["Code"] == "NoSuchKey"


def test_a_grant_of_one_table_is_none_of_another(cloud: Cloud, secret: str) -> None:
    function = cloud.function(CALLS, Role=cloud.role(allow("dynamodb:PutItem", f"{ORDERS}-archive")))
    assert ask(cloud, function, "dynamodb", "put_item", {"TableName": "orders", "Item": KEY})["Code"] == DENIED


def test_a_transaction_needs_the_permission_for_each_of_its_items(cloud: Cloud, secret: str) -> None:
    function = cloud.function(CALLS, Role=cloud.role(allow("dynamodb:PutItem", ORDERS)))
    error = ask(cloud, function, "dynamodb", "transact_write_items", {"TransactItems": [PUT, CHECK]})
    assert "dynamodb:ConditionCheckItem" in error["Message"]


def test_an_operation_whose_permission_nobody_knows_is_refused_by_name(cloud: Cloud, secret: str) -> None:
    asks = """
        import os, urllib.error, urllib.request
        import boto3
        from botocore.auth import S3SigV4Auth
        from botocore.awsrequest import AWSRequest

        def handler(event, context):
            address = os.environ["AWS_ENDPOINT_URL"] + "/larder/a"
            signed = AWSRequest("PATCH", address)
            S3SigV4Auth(boto3.Session().get_credentials(), "s3", "us-east-1").add_auth(signed)
            request = urllib.request.Request(address, method="PATCH", headers=dict(signed.headers))
            try:
                return urllib.request.urlopen(request).status
            except urllib.error.HTTPError as error:
                return error.read().decode()
    """
    every_known = cloud.role(allow("s3:GetObject", "*"), allow("s3:PutObject", "*"), allow("s3:DeleteObject", "*"))
    answer, _ = cloud.invoke(cloud.function(asks, Role=every_known), {})
    assert "is not authorized to perform: s3:(unknown action: PATCH /larder/a) on resource" in answer


def test_a_policy_that_is_taken_away_stops_working_at_once(cloud: Cloud, secret: str) -> None:
    role = cloud.role(allow("dynamodb:PutItem", ORDERS))
    function = cloud.function(CALLS, Role=role)
    put = ("dynamodb", "put_item", {"TableName": "orders", "Item": KEY})
    assert ask(cloud, function, *put) is None
    cloud.client("iam").delete_role_policy(RoleName=role.rpartition("/")[2], PolicyName="may")
    assert ask(cloud, function, *put)["Code"] == DENIED


def test_buckets_that_want_encrypted_connections_are_reached(cloud: Cloud, secret: str) -> None:
    insecure = {"Bool": {"aws:SecureTransport": "false"}}
    deny = {"Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": "arn:aws:s3:::strict/*"}
    cloud.client("s3").create_bucket(Bucket="strict")
    cloud.client("s3").put_bucket_policy(Bucket="strict", Policy=json.dumps(policy({**deny, "Condition": insecure})))
    put = ("s3", "put_object", {"Bucket": "strict", "Key": "a", "Body": "-"})
    function = cloud.function(CALLS, Role=cloud.role(allow("s3:PutObject", "arn:aws:s3:::strict/*")))
    assert ask(cloud, function, *put) is None
    cloud.client("s3").put_bucket_policy(Bucket="strict", Policy=json.dumps(policy(deny)))
    assert ask(cloud, function, *put)["Message"].endswith("with an explicit deny in a resource-based policy")


def test_a_state_machine_calls_only_the_functions_it_may(cloud: Cloud) -> None:
    function = cloud.function("def handler(event, context): return 1")
    may, may_not = cloud.role(allow("lambda:InvokeFunction", function)), cloud.role(allow("lambda:InvokeFunction", "-"))
    states = {"Call": task(function, Catch=caught("Lambda.AWSLambdaException", to="Told")), "Told": {"Type": "Succeed"}}
    allowed = cloud.ended(cloud.start(cloud.state_machine(states, may)))
    refused = cloud.ended(cloud.start(cloud.state_machine(states, may_not)))
    role = may_not.rpartition("/")[2]
    assert allowed.output == 1
    assert refused.output["Cause"].startswith(
        f"User: arn:aws:sts::{ACCOUNT}:assumed-role/{role}/states is not authorized to perform: lambda:InvokeFunction"
        f" on resource: {function} because no identity-based policy allows the lambda:InvokeFunction action"
    )


def test_a_state_machine_starts_only_the_executions_it_may(cloud: Cloud) -> None:
    other = cloud.state_machine({"Done": {"Type": "Succeed"}})
    start = {"Type": "Task", "Resource": "arn:aws:states:::states:startExecution", "End": True}
    states = {"Start": start | {"Arguments": {"StateMachineArn": other}}}
    role = cloud.role(allow("states:StartExecution", other))
    assert cloud.ended(cloud.start(cloud.state_machine(states, role))).status == "SUCCEEDED"
    refused = cloud.ended(cloud.start(cloud.state_machine(states, cloud.role(allow("states:StartExecution", "-")))))
    assert refused.status == "FAILED"
    assert f"is not authorized to perform: states:StartExecution on resource: {other}" in refused.cause


def test_a_map_reads_only_the_items_it_may(cloud: Cloud) -> None:
    place = cloud.put_json([1, 2])
    states = {
        "Each": {
            "Type": "Map",
            "ItemReader": {
                "Resource": "arn:aws:states:::s3:getObject",
                "ReaderConfig": {"InputType": "JSON"},
                "Arguments": place,
            },
            "ItemProcessor": {
                "ProcessorConfig": {"Mode": "DISTRIBUTED", "ExecutionType": "STANDARD"},
                "StartAt": "Done",
                "States": {"Done": {"Type": "Succeed"}},
            },
            "End": True,
        }
    }
    role = cloud.role(allow("s3:GetObject", f"arn:aws:s3:::{place['Bucket']}/*"))
    assert cloud.ended(cloud.start(cloud.state_machine(states, role))).status == "SUCCEEDED"
    refused = cloud.ended(cloud.start(cloud.state_machine(states, cloud.role(allow("s3:GetObject", "-")))))
    assert refused.status == "FAILED"
    assert "is not authorized to perform: s3:GetObject" in refused.cause
