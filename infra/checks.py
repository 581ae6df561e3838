"""AWS Solutions rules of cdk-nag over every resource; an exception is one line with its reason."""

from collections.abc import Mapping
from typing import Final

import aws_cdk as cdk
import cdk_nag
from constructs import IConstruct

from infra.site import Site
from infra.stack import Brigade

PACK: Final = "AwsSolutions::AwsSolutions"
ACKNOWLEDGED: Final = {
    "APIG2": "requests are checked by the functions' own models, which can name the field and the reason",
    "APIG4": "whoever registers, signs in or has forgotten a password has no token yet",
    "CFR1": "there is nobody to keep out by country",
    "CFR2": "the firewall stands before the API; what else is served is static and public",
    "CFR3": "the API writes an access log; site and pictures are public",
    "CFR4": "without a domain of its own CloudFront sets the certificate's TLS version",
    "COG4": "tokens are EdDSA and checked by an authorizer of our own",
    "L1": "libraries are locked to this Python; it moves with them",
    "RDS10": "an environment that keeps data is protected, this one is thrown away",
    "S1": "reading goes through CloudFront and functions, which have logs",
    "SMG4": "keys come from providers, who rotate them; the database's password is used once",
    "SQS3": "the queue is a dead letter queue",
    "VPC7": "there is no way out of the network; nothing listens in it but the database",
}


MANAGED_POLICIES: Final = (
    "AWSLambdaBasicExecutionRole",
    "AWSLambdaVPCAccessExecutionRole",
    "AmazonAPIGatewayPushToCloudWatchLogs",
)


def check(stack: Brigade) -> None:
    """Let the synthesis fail on a finding that nobody acknowledged."""
    cdk.Validations.of(stack.node.root).add_plugins(cdk_nag.AwsSolutionsChecks(stack.node.root))
    acknowledge(stack, acknowledged(stack))
    if stack.web:
        acknowledge(stack.web.site.deployer, of_deployer(stack.web.site))


def acknowledge(where: IConstruct, findings: Mapping[str, str]) -> None:
    for finding, reason in findings.items():
        cdk.Validations.of(where).acknowledge(cdk.Acknowledgment(id=f"{PACK}-{finding}", reason=reason))


def acknowledged(stack: Brigade) -> dict[str, str]:
    policies = (f"IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/service-role/{name}]" for name in MANAGED_POLICIES)
    return {
        **ACKNOWLEDGED,
        **dict.fromkeys(policies, "AWS's own policies for writing logs and for joining a network"),
        **{f"IAM5[Resource::{resource}]": reason for resource, reason in wildcards(stack).items()},
    }


def wildcards(stack: Brigade) -> dict[str, str]:
    """Resources that are named by a pattern, each for want of a narrower name; actions never are."""

    def named(attribute: str) -> str:
        resource, name = stack.resolve(attribute)["Fn::GetAtt"]
        return f"<{resource}.{name}>"

    machine = named(stack.pipeline.generate_batch.machine.state_machine_name)
    place = "arn:<AWS::Partition>:states:<AWS::Region>:<AWS::AccountId>:execution"
    looked_at = (
        f"{place}:{stack.target.named(name)}:*" for name in ("generate_batch", "illustrate_recipes", "generate_image")
    )
    return {
        **dict.fromkeys(looked_at, "executions of our own machines, of which the sweeps ask whether they live"),
        "*": "X-Ray, log delivery and network interfaces have no resource of their own",
        f"{named(stack.tables.batches.table.table_arn)}/index/*": "the table's own indexes",
        f"{named(stack.buckets.work.bucket.bucket_arn)}/*": "objects of the one bucket",
        f"{named(stack.buckets.images.bucket.bucket_arn)}/*": "objects of the one bucket",
        f"{named(stack.functions['sweep'].function_arn)}:*": "versions of the one function",
        f"{named(stack.functions['sweep_generations'].function_arn)}:*": "versions of the one function",
        f"{place}:{machine}:*": "executions of the machine itself, which a Distributed Map starts",
    }


def of_deployer(site: Site) -> dict[str, str]:
    """CDK's own function copies the site's files, and its role is CDK's: it alone has actions named by a pattern."""
    arn = cdk.Stack.of(site).resolve(site.bucket.bucket_arn)["Fn::GetAtt"]
    assets = "arn:<AWS::Partition>:s3:::cdk-hnb659fds-assets-<AWS::AccountId>-<AWS::Region>/*"
    actions = (f"Action::s3:{each}" for each in ("Abort*", "DeleteObject*", "GetBucket*", "GetObject*", "List*"))
    resources = (f"Resource::{each}" for each in (assets, f"<{'.'.join(arn)}>/*"))
    return dict.fromkeys((f"IAM5[{each}]" for each in (*actions, *resources)), "CDK's own function copies the site")
