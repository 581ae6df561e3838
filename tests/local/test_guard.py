"""Who may speak to the emulated AWS: programs that know this run's secret, and no web page."""

from typing import Any

import boto3
import httpx
import pytest
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials
from botocore.exceptions import ClientError

from tests.local.cloud import ACCOUNT, ENTRY, SECRET, Cloud

KEYS_OF_A_FUNCTION = """
    import os

    def handler(event, context):
        return {name: value for name, value in os.environ.items() if name.startswith("AWS_") or "SECRET" in name}
"""


@pytest.fixture(scope="module")
def secret(cloud: Cloud) -> str:
    """One of Secrets Manager's, as the provider's key is."""
    made: str = cloud.client("secretsmanager").create_secret(Name="provider-key", SecretString="sk-live")["ARN"]
    return made


def signed(cloud: Cloud, secret: str, key: str = SECRET, **headers: str) -> tuple[dict[str, str], bytes]:
    """The headers and the body of a call for the secret's value, signed with `key`."""
    body = f'{{"SecretId": "{secret}"}}'.encode()
    target = {"X-Amz-Target": "secretsmanager.GetSecretValue", "Content-Type": "application/x-amz-json-1.1"}
    request = AWSRequest("POST", f"{cloud.endpoint}/", data=body, headers=target)
    SigV4Auth(Credentials(ACCOUNT, key), "secretsmanager", "us-east-1").add_auth(request)
    return {**dict(request.headers), **headers}, body


def ask(cloud: Cloud, headers: dict[str, str], body: bytes) -> httpx.Response:
    return httpx.post(f"{cloud.endpoint}/", headers=headers, content=body)


def test_who_signs_with_the_secret_of_this_run_is_answered(cloud: Cloud, secret: str) -> None:
    answer = ask(cloud, *signed(cloud, secret))
    assert (answer.status_code, answer.json()["SecretString"]) == (200, "sk-live")


def test_who_signs_with_another_is_refused(cloud: Cloud, secret: str) -> None:
    answer = ask(cloud, *signed(cloud, secret, key="local"))
    assert (answer.status_code, "sk-live" in answer.text) == (403, False)
    client = boto3.client(
        "iam", endpoint_url=cloud.endpoint, region_name="us-east-1", aws_access_key_id=ACCOUNT,
        aws_secret_access_key="local",
    )  # fmt: skip
    with pytest.raises(ClientError, match="SignatureDoesNotMatch"):
        client.list_roles()


def test_a_signature_holds_for_what_was_signed_alone(cloud: Cloud, secret: str) -> None:
    headers, body = signed(cloud, secret)
    assert ask(cloud, headers, body.replace(b"}", b" }")).status_code == 403
    assert ask(cloud, {**headers, "X-Amz-Target": "secretsmanager.ListSecrets"}, body).status_code == 403


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "http://127.0.0.1:3000"}, {"Origin": "null"}, {"Sec-Fetch-Site": "same-site"},
        {"Host": "evil.example"},
    ],
    ids=str,
)  # fmt: skip
def test_a_page_is_refused_even_with_a_signature(cloud: Cloud, secret: str, headers: dict[str, str]) -> None:
    answer = ask(cloud, *signed(cloud, secret, **headers))
    assert answer.status_code == 403
    assert "no web page may ask here" in answer.text


@pytest.mark.parametrize(
    "authorization",
    [
        "",
        "AWS4-HMAC-SHA256",
        "AWS4-HMAC-SHA256 Credential=a/b/c/d/e, SignedHeaders=host, Signature=\u00fc",
        "Bearer x",
    ],
)
def test_what_is_no_signature_is_refused(cloud: Cloud, secret: str, authorization: str) -> None:
    headers, body = signed(cloud, secret)
    answer = httpx.post(
        f"{cloud.endpoint}/?\u00ff", headers={**headers, "Authorization": authorization.encode()}, content=body
    )
    assert answer.status_code == 403


@pytest.mark.parametrize(
    ("method", "path"),
    [("GET", "/_ministack/health"), ("GET", "/_ministack/ses/messages"), ("POST", "/_ministack/reset"),
     ("PUT", "/_brigade/warm/any"), ("GET", "/restapis/x/local/_user_request_/"), ("OPTIONS", "/"),
     ("GET", "/bucket/key")],
)  # fmt: skip
def test_whoever_knows_nothing_is_told_nothing(cloud: Cloud, method: str, path: str) -> None:
    answer = httpx.request(method, f"{cloud.endpoint}{path}")
    assert answer.status_code == 403
    assert not [name for name in answer.headers if name.startswith("access-control")]


def test_no_answer_may_be_read_by_another_origin(cloud: Cloud, secret: str) -> None:
    known = httpx.get(f"{cloud.endpoint}/_ministack/health", headers=ENTRY)
    for answer in (known, ask(cloud, *signed(cloud, secret))):
        assert answer.status_code == 200
        assert not [name for name in answer.headers if name.startswith("access-control")]


def test_a_function_is_told_a_secret_of_its_own_and_not_the_runs(cloud: Cloud) -> None:
    told: dict[str, Any] = cloud.invoke(cloud.function(KEYS_OF_A_FUNCTION), {})[0]
    assert told["AWS_ACCESS_KEY_ID"].startswith("ASIA")
    assert len(told["AWS_SECRET_ACCESS_KEY"]) == 64
    assert "BRIGADE_CLOUD_SECRET" not in told
    assert SECRET not in told.values()
