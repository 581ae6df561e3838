"""Deploy what `cdk synth` wrote into the emulated CloudFormation by plain boto3: no bootstrap, no CDK."""

import io
import json
import time
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import boto3
from botocore.config import Config

ACCOUNT = "000000000000"
BOOTSTRAP_VERSION = "/cdk-bootstrap/hnb659fds/version"
POLL_SECONDS = 0.1
CAPABILITIES = ("CAPABILITY_IAM", "CAPABILITY_NAMED_IAM", "CAPABILITY_AUTO_EXPAND")


class DeploymentFailed(Exception):
    """Every resource that failed, and why."""


def deploy(
    endpoint: str,
    secret: str,
    assembly: Path,
    stack: str,
    *,
    region: str = "us-east-1",
    parameters: Mapping[str, str] | None = None,
) -> dict[str, str]:
    """Make the stack of a `cdk.out` directory from nothing, with values for its parameters; its outputs."""
    cloud = Cloud(endpoint, region, secret)
    cloud.client("ssm").put_parameter(Name=BOOTSTRAP_VERSION, Value="30", Type="String", Overwrite=True)
    template = cloud.publish(assembly, json.loads((assembly / f"{stack}.assets.json").read_text()))
    cloud.create(stack, template, parameters or {})
    return cloud.outputs_when_complete(stack)


class Cloud:
    """The emulated AWS, as the root of its account, whose secret is made anew for each run."""

    def __init__(self, endpoint: str, region: str, secret: str) -> None:
        self.endpoint = endpoint
        self.region = region
        self.secret = secret

    def client(self, service: str) -> Any:
        return boto3.client(  # type: ignore[call-overload]  # the stubs want to know which service
            service,
            region_name=self.region,
            endpoint_url=self.endpoint,
            aws_access_key_id=ACCOUNT,
            aws_secret_access_key=self.secret,
            config=Config(retries={"total_max_attempts": 1}),
        )

    def publish(self, assembly: Path, manifest: dict[str, Any]) -> str:
        """Put every asset into its bucket; the address of the template."""
        s3 = self.client("s3")
        template = ""
        for asset in manifest["files"].values():
            source = assembly / asset["source"]["path"]
            body = zipped(source) if asset["source"]["packaging"] == "zip" else source.read_bytes()
            for destination in asset["destinations"].values():
                bucket = self.resolve(destination["bucketName"])
                key = self.resolve(destination["objectKey"])
                s3.create_bucket(Bucket=bucket)
                s3.put_object(Bucket=bucket, Key=key, Body=body)
                if source.name.endswith(".template.json"):
                    template = f"https://s3.{self.region}.amazonaws.com/{bucket}/{key}"
        return template

    def resolve(self, text: str) -> str:
        """The placeholders of an assets manifest."""
        places = {"AccountId": ACCOUNT, "Region": self.region, "Partition": "aws"}
        for name, value in places.items():
            text = text.replace(f"${{AWS::{name}}}", value)
        return text

    def create(self, stack: str, template: str, parameters: Mapping[str, str]) -> None:
        given = [{"ParameterKey": name, "ParameterValue": value} for name, value in parameters.items()]
        self.client("cloudformation").create_stack(
            StackName=stack, TemplateURL=template, Capabilities=list(CAPABILITIES), Parameters=given
        )

    def outputs_when_complete(self, stack: str) -> dict[str, str]:
        formation = self.client("cloudformation")
        while True:
            found = formation.describe_stacks(StackName=stack)["Stacks"][0]
            if not found["StackStatus"].endswith("_IN_PROGRESS"):
                break
            time.sleep(POLL_SECONDS)
        if found["StackStatus"] != "CREATE_COMPLETE":
            raise DeploymentFailed(f"{stack} is {found['StackStatus']}\n" + self.failures(stack))
        return {output["OutputKey"]: output["OutputValue"] for output in found.get("Outputs", [])}

    def failures(self, stack: str) -> str:
        events = self.client("cloudformation").describe_stack_events(StackName=stack)["StackEvents"]
        return "\n".join(
            f"  {event['LogicalResourceId']} ({event['ResourceType']}): {event.get('ResourceStatusReason')}"
            for event in reversed(events)
            if "FAILED" in event["ResourceStatus"]
        )


def zipped(directory: Path) -> bytes:
    """Stored, not deflated: the archive travels no further than this machine."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as archive:
        for path in sorted(directory.rglob("*")):
            if path.is_file():
                archive.write(path, path.relative_to(directory))
    return packed.getvalue()
