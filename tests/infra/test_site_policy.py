"""The site is as strictly held on one machine as in the cloud."""

from infra.web import CONTENT_SECURITY_POLICY
from local.dashboard import SECURITY


def test_the_local_front_sends_the_policy_that_cloudfront_sends() -> None:
    assert SECURITY["Content-Security-Policy"] == CONTENT_SECURITY_POLICY
