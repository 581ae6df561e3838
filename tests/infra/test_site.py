"""The dashboard comes with the deployment, and is as strictly held on one machine as in the cloud."""

from pathlib import Path

import aws_cdk as cdk
import pytest

from infra.environments import DEV
from infra.policy import content_security_policy
from infra.site import Site
from local.dashboard import FOREVER, file_at
from tests.infra.template import Template

DEPLOYMENT = "Custom::CDKBucketDeployment"


def test_the_local_front_sends_the_policy_that_cloudfront_sends(dev: Template) -> None:
    (sent,) = dev.of_type("AWS::CloudFront::ResponseHeadersPolicy").values()
    headers = sent["ResponseHeadersPolicyConfig"]["SecurityHeadersConfig"]
    page = file_at("")
    assert page
    assert page.headers["content-security-policy"] == headers["ContentSecurityPolicy"]["ContentSecurityPolicy"]


def test_pages_show_pictures_from_where_they_are_kept_and_from_nowhere_else() -> None:
    shown = content_security_policy("https://res.cloudinary.com/a-cloud/image/upload")
    assert "img-src 'self' data: https://res.cloudinary.com;" in shown
    assert "img-src 'self' data:;" in content_security_policy()


def test_hashed_files_are_kept_for_good_and_pages_are_asked_for_again(dev: Template) -> None:
    kept = {
        each.get("DestinationBucketKeyPrefix", ""): each["SystemMetadata"]["cache-control"]
        for each in dev.of_type(DEPLOYMENT).values()
    }
    assert kept == {"assets": FOREVER, "": "no-cache"}


def test_a_page_comes_after_the_files_it_asks_for_and_takes_none_of_an_older_page_away(dev: Template) -> None:
    deployments = dev.of_type(DEPLOYMENT)
    files, page = sorted(deployments, key=lambda name: "DestinationBucketKeyPrefix" not in deployments[name])
    assert files in dev.resources[page]["DependsOn"]
    assert [each["Prune"] for each in deployments.values()] == [False, False]


def test_without_a_built_dashboard_there_is_no_deployment_and_the_reason_is_told(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="run `make web` first"):
        Site(cdk.Stack(), "Site", environment=DEV, built=tmp_path)
