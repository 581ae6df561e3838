"""Which keys the image models have, and what the function that asks them may do at Bedrock."""

from dataclasses import replace
from pathlib import Path

import aws_cdk as cdk
from aws_cdk import aws_iam as iam

from infra.environments import DEV
from infra.image_providers import ImageProviders
from tests.infra.template import Template

FALLBACKS = [
    {"kind": "google", "model": "gemini-nano-banana-2.1", "key_secret": "brigade-dev-image-key-google"},
    {"kind": "bedrock", "model": "stability.stable-image-core-v1:1"},
]


def test_nothing_is_kept_or_allowed_for_providers_that_nobody_named(dev: Template) -> None:
    names = [each["Name"] for each in dev.of_type("AWS::SecretsManager::Secret").values()]
    assert not [name for name in names if "image-key-" in name]
    assert "bedrock:InvokeModel" not in dev.actions_of("image")


def test_where_the_deployer_names_them_each_has_a_key_that_the_photographer_reads(local: Template) -> None:
    names = {each["Name"] for each in local.of_type("AWS::SecretsManager::Secret").values()}
    assert {f"brigade-local-image-key-{kind}" for kind in ("openai", "google", "fal", "replicate")} <= names
    assert local.body["Outputs"]["GoogleKeySecret"]["Value"] == "brigade-local-image-key-google"


def test_a_named_provider_has_its_key_and_bedrock_leave_for_the_one_model(tmp_path: Path) -> None:
    named = replace(DEV, settings={**DEV.settings, "image_fallbacks": FALLBACKS})
    app = cdk.App(outdir=str(tmp_path))
    stack = cdk.Stack(app, "Named")
    role = iam.Role(stack, "Role", assumed_by=iam.ServicePrincipal("lambda.amazonaws.com"))
    ImageProviders(stack, "ImageProviders", environment=named).usable_by(role)
    (made,) = app.synth().stacks
    template = Template(made.template)
    (secret,) = template.of_type("AWS::SecretsManager::Secret").values()
    assert secret["Name"] == "brigade-dev-image-key-google"
    (policy,) = template.of_type("AWS::IAM::Policy").values()
    (leave,) = (each for each in policy["PolicyDocument"]["Statement"] if each["Action"] == "bedrock:InvokeModel")
    assert str(leave["Resource"]).endswith("bedrock:us-west-2::foundation-model/stability.stable-image-core-v1:1']]}")
