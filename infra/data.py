"""What is kept: tables, buckets and secrets. Each says what reading and writing it means, action by action."""

from collections.abc import Mapping
from typing import Final

import aws_cdk as cdk
from aws_cdk import aws_dynamodb as dynamodb
from aws_cdk import aws_iam as iam
from aws_cdk import aws_s3 as s3
from aws_cdk import aws_secretsmanager as secretsmanager
from constructs import Construct

from infra.environments import Environment

WORK_IS_KEPT: Final = cdk.Duration.days(30)
STRING: Final = dynamodb.AttributeType.STRING
READ_ITEMS: Final = ["dynamodb:GetItem", "dynamodb:Query"]
WRITE_ITEMS: Final = ["dynamodb:PutItem", "dynamodb:UpdateItem"]


class Table(Construct):
    """A DynamoDB table of string keys, paid by the request."""

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        environment: Environment,
        name: str,
        partition: str,
        sort: str | None = None,
        expires: str | None = None,
    ) -> None:
        super().__init__(scope, id)
        self.table = dynamodb.Table(
            self,
            "Table",
            table_name=environment.named(name),
            partition_key=_key(partition),
            sort_key=_key(sort) if sort else None,
            time_to_live_attribute=expires,
            billing_mode=dynamodb.BillingMode.PAY_PER_REQUEST,
            encryption=dynamodb.TableEncryption.AWS_MANAGED,
            point_in_time_recovery_specification=_recovery(environment),
            deletion_protection=environment.keeps_data,
            removal_policy=removal(environment),
        )
        self.name = self.table.table_name

    def readable_by(self, *grantees: iam.IGrantable) -> None:
        for grantee in grantees:
            self.table.grant(grantee, *READ_ITEMS)

    def writable_by(self, *grantees: iam.IGrantable) -> None:
        for grantee in grantees:
            self.table.grant(grantee, *READ_ITEMS, *WRITE_ITEMS)

    def appendable_by(self, *grantees: iam.IGrantable) -> None:
        for grantee in grantees:
            self.table.grant(grantee, "dynamodb:PutItem")

    def changeable_by(self, *grantees: iam.IGrantable) -> None:
        for grantee in grantees:
            self.table.grant(grantee, "dynamodb:UpdateItem")

    def erasable_by(self, *grantees: iam.IGrantable) -> None:
        for grantee in grantees:
            self.table.grant(grantee, "dynamodb:DeleteItem")


class Tables(Construct):
    """Progress and ledger of batches, calls of agents, the pace of providers, and answers to repeated requests."""

    def __init__(self, scope: Construct, id: str, *, environment: Environment) -> None:
        super().__init__(scope, id)
        self.batches = Table(
            self, "Batches", environment=environment, name="batches", partition="batch_id", sort="item"
        )
        self.batches.table.add_global_secondary_index(
            index_name="by_owner", partition_key=_key("owner"), sort_key=_key("created_at")
        )
        self.batches.table.add_global_secondary_index(  # sparse: a batch is `open` until its end is written down
            index_name="open_by_deadline", partition_key=_key("open"), sort_key=_key("deadline"),
            projection_type=dynamodb.ProjectionType.KEYS_ONLY,
        )  # fmt: skip
        self.agent_calls = Table(
            self, "AgentCalls", environment=environment, name="agent-calls", partition="agent", sort="at",
            expires="expires_at",
        )  # fmt: skip
        self.pace = Table(self, "Pace", environment=environment, name="pace", partition="provider", sort="meter")
        self.idempotency = Table(
            self, "Idempotency", environment=environment, name="idempotency", partition="id", expires="expiration"
        )


class Bucket(Construct):
    """A private bucket, reached over TLS only; `expiring` says how long objects are kept, by prefix."""

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        environment: Environment,
        name: str,
        encryption: s3.BucketEncryption,
        expiring: Mapping[str, cdk.Duration] | None = None,
    ) -> None:
        super().__init__(scope, id)
        self.bucket = s3.Bucket(
            self,
            "Bucket",
            bucket_name=f"{environment.named(name)}-{cdk.Aws.ACCOUNT_ID}",
            block_public_access=s3.BlockPublicAccess.BLOCK_ALL,
            object_ownership=s3.ObjectOwnership.BUCKET_OWNER_ENFORCED,
            enforce_ssl=True,
            minimum_tls_version=1.2,
            encryption=encryption,
            lifecycle_rules=[
                s3.LifecycleRule(abort_incomplete_multipart_upload_after=cdk.Duration.days(1)),
                *(s3.LifecycleRule(prefix=prefix, expiration=after) for prefix, after in (expiring or {}).items()),
            ],
            removal_policy=removal(environment),
        )
        self.name = self.bucket.bucket_name

    def readable_by(self, *grantees: iam.IGrantable) -> None:
        for grantee in grantees:
            self._allow(grantee, "s3:GetObject")

    def writable_by(self, *grantees: iam.IGrantable) -> None:
        for grantee in grantees:
            self._allow(grantee, "s3:GetObject", "s3:PutObject")

    def erasable_by(self, *grantees: iam.IGrantable) -> None:
        for grantee in grantees:
            self._allow(grantee, "s3:DeleteObject")

    def _allow(self, grantee: iam.IGrantable, *on_objects: str) -> None:
        """Who may list is told 404 for a key that does not exist, anyone else 403."""
        allow = iam.Grant.add_to_principal
        allow(grantee=grantee, actions=[*on_objects], resource_arns=[self.bucket.arn_for_objects("*")])
        allow(grantee=grantee, actions=["s3:ListBucket"], resource_arns=[self.bucket.bucket_arn])


class Buckets(Construct):
    """Work that is passed between states (KMS), and what CloudFront serves, which is public anyway (S3's own keys)."""

    def __init__(self, scope: Construct, id: str, *, environment: Environment) -> None:
        super().__init__(scope, id)
        self.work = Bucket(
            self, "Work", environment=environment, name="work", encryption=s3.BucketEncryption.KMS_MANAGED,
            expiring={f"{folder}/": WORK_IS_KEPT for folder in ("plans", "work", "masters", "references")},
        )  # fmt: skip
        self.images = Bucket(
            self, "Images", environment=environment, name="images", encryption=s3.BucketEncryption.S3_MANAGED
        )


class Secret(Construct):
    """A key that a person brings. Until then it holds a random placeholder, which nobody accepts."""

    def __init__(self, scope: Construct, id: str, *, environment: Environment, name: str, description: str) -> None:
        super().__init__(scope, id)
        self.name = environment.named(name)
        self.secret = secretsmanager.Secret(
            self, "Secret", secret_name=self.name, description=description, removal_policy=removal(environment)
        )

    def readable_by(self, *grantees: iam.IGrantable) -> None:
        for grantee in grantees:
            self.secret.grant_read(grantee)


class Secrets(Construct):
    """The keys of the two kinds of providers and of another's storage, and the two halves of that of access tokens."""

    def __init__(self, scope: Construct, id: str, *, environment: Environment) -> None:
        super().__init__(scope, id)
        self.text_key = Secret(
            self, "TextKey", environment=environment, name="text-provider-key", description="Provider of texts: its key"
        )
        self.image_key = Secret(
            self,
            "ImageKey",
            environment=environment,
            name="image-provider-key",
            description="Provider of pictures: its key",
        )
        self.storage_key = Secret(
            self, "StorageKey", environment=environment, name="storage-key",
            description="Key of the place where pictures are kept, where that is not ours",
        )  # fmt: skip
        self.token_key = Secret(
            self, "TokenKey", environment=environment, name="token-public-key",
            description="Public key of access tokens (PEM, Ed25519)",
        )  # fmt: skip
        self.signing_key = Secret(
            self, "SigningKey", environment=environment, name="token-private-key",
            description="Private key of access tokens (PEM, Ed25519)",
        )  # fmt: skip


def removal(environment: Environment) -> cdk.RemovalPolicy:
    return cdk.RemovalPolicy.RETAIN if environment.keeps_data else cdk.RemovalPolicy.DESTROY


def _key(name: str) -> dynamodb.Attribute:
    return dynamodb.Attribute(name=name, type=STRING)


def _recovery(environment: Environment) -> dynamodb.PointInTimeRecoverySpecification:
    return dynamodb.PointInTimeRecoverySpecification(point_in_time_recovery_enabled=environment.cloud is not None)
