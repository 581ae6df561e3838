"""DynamoDB: the conditions, transactions and queries that progress is kept with."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.local.cloud import Cloud

Table = dict[str, Any]
KEYS = ["pk", "sk", "status", "at"]


@pytest.fixture
def table(cloud: Cloud) -> str:
    name = cloud.name("table")
    cloud.client("dynamodb").create_table(
        TableName=name,
        KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}, {"AttributeName": "sk", "KeyType": "RANGE"}],
        AttributeDefinitions=[{"AttributeName": key, "AttributeType": "S"} for key in KEYS],
        GlobalSecondaryIndexes=[
            {
                "IndexName": "by-status",
                "KeySchema": [
                    {"AttributeName": "status", "KeyType": "HASH"},
                    {"AttributeName": "at", "KeyType": "RANGE"},
                ],
                "Projection": {"ProjectionType": "ALL"},
            }
        ],
        BillingMode="PAY_PER_REQUEST",
    )
    return name


def key(sk: str, pk: str = "batch") -> dict[str, Any]:
    return {"pk": {"S": pk}, "sk": {"S": sk}}


def move_forward(cloud: Cloud, table: str, stage: int) -> None:
    cloud.client("dynamodb").update_item(
        TableName=table,
        Key=key("unit"),
        UpdateExpression="SET #stage = :stage",
        ConditionExpression="attribute_not_exists(#stage) OR #stage < :stage",
        ExpressionAttributeNames={"#stage": "stage"},
        ExpressionAttributeValues={":stage": {"N": str(stage)}},
    )


def test_a_condition_that_does_not_hold_changes_nothing(cloud: Cloud, table: str) -> None:
    move_forward(cloud, table, 3)
    with pytest.raises(ClientError, match="ConditionalCheckFailedException"):
        move_forward(cloud, table, 2)
    move_forward(cloud, table, 10)
    assert cloud.client("dynamodb").get_item(TableName=table, Key=key("unit"))["Item"]["stage"] == {"N": "10"}


def test_of_racing_conditional_updates_one_wins(cloud: Cloud, table: str) -> None:
    with ThreadPoolExecutor(10) as pool:
        moves = [pool.submit(move_forward, cloud, table, 1) for _ in range(10)]
    assert sum(move.exception() is None for move in moves) == 1


def test_racing_additions_all_count(cloud: Cloud, table: str) -> None:
    def add(_: int) -> None:
        cloud.client("dynamodb").update_item(
            TableName=table,
            Key=key("total"),
            UpdateExpression="ADD n :one",
            ExpressionAttributeValues={":one": {"N": "1"}},
        )

    with ThreadPoolExecutor(10) as pool:
        list(pool.map(add, range(50)))
    assert cloud.client("dynamodb").get_item(TableName=table, Key=key("total"))["Item"]["n"] == {"N": "50"}


def take(table: str, holder: str, limit: int) -> dict[str, Any]:
    """A place among at most `limit` holders, each with its own entry in a map."""
    return {
        "Update": {
            "TableName": table,
            "Key": key("slots"),
            "UpdateExpression": "SET holders.#holder = :now",
            "ConditionExpression": "size(holders) < :limit AND attribute_not_exists(holders.#holder)",
            "ExpressionAttributeNames": {"#holder": holder},
            "ExpressionAttributeValues": {":limit": {"N": str(limit)}, ":now": {"N": "1"}},
        }
    }


def test_a_map_takes_no_more_holders_than_its_limit(cloud: Cloud, table: str) -> None:
    dynamodb = cloud.client("dynamodb")
    dynamodb.put_item(TableName=table, Item=key("slots") | {"holders": {"M": {}}})

    def hold(number: int) -> bool:
        try:
            dynamodb.update_item(**take(table, f"holder-{number}", 3)["Update"])
        except dynamodb.exceptions.ConditionalCheckFailedException:
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(hold, range(8))) == 3
    assert len(dynamodb.get_item(TableName=table, Key=key("slots"))["Item"]["holders"]["M"]) == 3


def test_a_transaction_writes_all_or_nothing(cloud: Cloud, table: str) -> None:
    dynamodb = cloud.client("dynamodb")
    dynamodb.put_item(TableName=table, Item=key("slots") | {"holders": {"M": {}}})
    put = {"Put": {"TableName": table, "Item": key("unit"), "ConditionExpression": "attribute_not_exists(pk)"}}
    dynamodb.transact_write_items(TransactItems=[take(table, "a", 2), put])
    with pytest.raises(dynamodb.exceptions.TransactionCanceledException) as refusal:
        dynamodb.transact_write_items(TransactItems=[take(table, "b", 2), put])
    reasons = [reason["Code"] for reason in refusal.value.response["CancellationReasons"]]
    assert reasons == ["None", "ConditionalCheckFailed"]
    assert list(dynamodb.get_item(TableName=table, Key=key("slots"))["Item"]["holders"]["M"]) == ["a"]


def test_a_transaction_sent_again_with_its_token_is_done_once(cloud: Cloud, table: str) -> None:
    dynamodb = cloud.client("dynamodb")
    add = {
        "Update": {
            "TableName": table,
            "Key": key("total"),
            "UpdateExpression": "ADD n :one",
            "ExpressionAttributeValues": {":one": {"N": "1"}},
        }
    }
    for _ in range(2):
        dynamodb.transact_write_items(TransactItems=[add], ClientRequestToken="same")
    assert dynamodb.get_item(TableName=table, Key=key("total"))["Item"]["n"] == {"N": "1"}


def put_units(cloud: Cloud, table: str, count: int) -> None:
    for number in range(count):
        status = {"S": "done" if number % 2 else "open"}
        item = key(f"unit#{number:03d}") | {"status": status, "at": {"S": f"2026-01-{number + 1:02d}"}}
        cloud.client("dynamodb").put_item(TableName=table, Item=item)


def test_a_query_gives_a_range_of_keys_in_order(cloud: Cloud, table: str) -> None:
    put_units(cloud, table, 12)
    cloud.client("dynamodb").put_item(TableName=table, Item=key("batch"))
    found = cloud.client("dynamodb").query(
        TableName=table,
        KeyConditionExpression="pk = :pk AND begins_with(sk, :unit)",
        ExpressionAttributeValues={":pk": {"S": "batch"}, ":unit": {"S": "unit#"}},
        ScanIndexForward=False,
        Limit=5,
    )
    assert [item["sk"]["S"] for item in found["Items"]] == [f"unit#{n:03d}" for n in range(11, 6, -1)]
    assert found["LastEvaluatedKey"] == key("unit#007")


def test_a_query_of_an_index_gives_only_its_items(cloud: Cloud, table: str) -> None:
    put_units(cloud, table, 10)
    cloud.client("dynamodb").put_item(TableName=table, Item=key("without status"))
    found = cloud.client("dynamodb").query(
        TableName=table,
        IndexName="by-status",
        KeyConditionExpression="#status = :open AND #at > :since",
        ExpressionAttributeNames={"#status": "status", "#at": "at"},
        ExpressionAttributeValues={":open": {"S": "open"}, ":since": {"S": "2026-01-04"}},
    )
    assert [item["sk"]["S"] for item in found["Items"]] == ["unit#004", "unit#006", "unit#008"]
