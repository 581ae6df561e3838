"""A queue that feeds a function: what it took is gone, what it failed on comes again, and who may not read, may not."""

import json
import time
from typing import Any

import pytest

from tests.local.cloud import ANYTHING, Cloud

NOTE = """
    import json, os, boto3

    s3 = boto3.client("s3", endpoint_url=os.environ["AWS_ENDPOINT_URL"])


    def note(event):
        for record in event["Records"]:
            count = record["attributes"]["ApproximateReceiveCount"]
            s3.put_object(Bucket="{bucket}", Key=record["body"] + "-" + count, Body=json.dumps(record))
"""
TAKES_ALL = (
    NOTE
    + """

    def handler(event, context):
        note(event)
"""
)
FAILS_ON_BAD = (
    NOTE
    + """

    def handler(event, context):
        note(event)
        bad = [each["messageId"] for each in event["Records"] if each["body"].startswith("bad")]
        return {{"batchItemFailures": [{{"itemIdentifier": each}} for each in bad]}}
"""
)
FAILS = (
    NOTE
    + """

    def handler(event, context):
        note(event)
        raise ValueError("no")
"""
)


class Fed:
    """A function fed from a queue of its own; what it is handed is noted in a bucket."""

    def __init__(self, cloud: Cloud, code: str, role: str | None = None, **mapping: Any) -> None:
        self.cloud, self.bucket = cloud, cloud.name("bucket")
        cloud.client("s3").create_bucket(Bucket=self.bucket)
        self.function = cloud.function(code.format(bucket=self.bucket), **({"Role": role} if role else {}))
        cloud.make_ready(self.function)
        self.dead = self._queue()
        redrive = {"deadLetterTargetArn": self.arn_of(self.dead), "maxReceiveCount": 2}
        self.queue = self._queue(VisibilityTimeout="1", RedrivePolicy=json.dumps(redrive))
        cloud.client("lambda").create_event_source_mapping(
            EventSourceArn=self.arn_of(self.queue), FunctionName=self.function,
            FunctionResponseTypes=["ReportBatchItemFailures"], **mapping,
        )  # fmt: skip

    def _queue(self, **attributes: str) -> str:
        made = self.cloud.client("sqs").create_queue(QueueName=self.cloud.name("queue"), Attributes=attributes)
        return str(made["QueueUrl"])

    def arn_of(self, queue: str) -> str:
        asked = self.cloud.client("sqs").get_queue_attributes(QueueUrl=queue, AttributeNames=["QueueArn"])
        return str(asked["Attributes"]["QueueArn"])

    def send(self, *bodies: str, **options: Any) -> None:
        for body in bodies:
            self.cloud.client("sqs").send_message(QueueUrl=self.queue, MessageBody=body, **options)

    def noted(self) -> list[str]:
        found = self.cloud.client("s3").list_objects_v2(Bucket=self.bucket).get("Contents", [])
        return [each["Key"] for each in found]

    def left(self, queue: str) -> int:
        """Messages that wait or are being looked at."""
        names = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"]
        asked = self.cloud.client("sqs").get_queue_attributes(QueueUrl=queue, AttributeNames=names)
        return sum(int(asked["Attributes"][name]) for name in names)

    def wait_until_noted(self, *names: str) -> None:
        deadline = time.monotonic() + 15
        while set(names) - set(self.noted()):
            assert time.monotonic() < deadline, self.noted()
            time.sleep(0.05)

    def wait_until_left(self, queue: str, count: int) -> None:
        deadline = time.monotonic() + 15
        while self.left(queue) != count:
            assert time.monotonic() < deadline, self.left(queue)
            time.sleep(0.05)


def test_what_a_function_took_is_gone_from_its_queue(cloud: Cloud) -> None:
    fed = Fed(cloud, TAKES_ALL)
    fed.send("one", "two", "three")
    fed.wait_until_noted("one-1", "two-1", "three-1")
    fed.wait_until_left(fed.queue, 0)
    assert sorted(fed.noted()) == ["one-1", "three-1", "two-1"]


def test_a_message_tells_of_itself_as_that_of_aws_does(cloud: Cloud) -> None:
    fed = Fed(cloud, TAKES_ALL)
    fed.send("one", MessageGroupId="ada")
    record = cloud.eventually_json(fed.bucket, "one-1", seconds=15)
    assert record["eventSource"] == "aws:sqs"
    assert record["eventSourceARN"] == fed.arn_of(fed.queue)
    assert record["attributes"]["MessageGroupId"] == "ada"


def test_only_what_a_function_names_as_failed_comes_again_and_at_last_to_the_dead_letters(cloud: Cloud) -> None:
    fed = Fed(cloud, FAILS_ON_BAD, BatchSize=10)
    fed.send("good", "bad")
    fed.wait_until_noted("good-1", "bad-1", "bad-2")
    fed.wait_until_left(fed.dead, 1)
    assert sorted(fed.noted()) == ["bad-1", "bad-2", "good-1"]
    assert fed.left(fed.queue) == 0


def test_all_that_a_function_was_handed_comes_again_where_it_fails(cloud: Cloud) -> None:
    fed = Fed(cloud, FAILS)
    fed.send("one", "two")
    fed.wait_until_noted("one-1", "one-2", "two-1", "two-2")
    fed.wait_until_left(fed.dead, 2)


def test_a_function_reads_a_queue_that_takes_encrypted_requests_only(cloud: Cloud) -> None:
    fed = Fed(cloud, TAKES_ALL)
    unencrypted = {"Effect": "Deny", "Principal": {"AWS": "*"}, "Action": "sqs:*", "Resource": fed.arn_of(fed.queue),
                   "Condition": {"Bool": {"aws:SecureTransport": "false"}}}  # fmt: skip
    policy = json.dumps({"Version": "2012-10-17", "Statement": [unencrypted]})
    cloud.client("sqs").set_queue_attributes(QueueUrl=fed.queue, Attributes={"Policy": policy})
    fed.send("one")
    fed.wait_until_noted("one-1")


ELSEWHERE = "arn:aws:sqs:us-east-1:000000000000:another"


@pytest.mark.parametrize("resource", ["none", ELSEWHERE])
def test_a_function_whose_role_may_not_read_the_queue_is_fed_nothing(cloud: Cloud, resource: str) -> None:
    reading = ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"]
    others = {**ANYTHING, "Action": "s3:*"}
    role = cloud.role(others, *([{**ANYTHING, "Action": reading, "Resource": resource}] if resource != "none" else []))
    fed, allowed = Fed(cloud, TAKES_ALL, role), Fed(cloud, TAKES_ALL)
    fed.send("one")
    allowed.send("two")
    allowed.wait_until_noted("two-1")
    time.sleep(1.5)  # longer than an idle queue is left alone
    assert (fed.noted(), fed.left(fed.queue)) == ([], 1)
