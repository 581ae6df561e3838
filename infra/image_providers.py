"""What image models need beside the key of the preferred one: a key for each other provider, and leave at Bedrock."""

import aws_cdk as cdk
from aws_cdk import aws_iam as iam
from constructs import Construct

from brigade.providers.stability import region_of
from infra.data import Secret
from infra.environments import Environment


class ImageProviders(Construct):
    """Nothing but what the environment's own settings name; those that only the deployer knows have their keys."""

    def __init__(self, scope: Construct, id: str, *, environment: Environment) -> None:
        super().__init__(scope, id)
        self.keys = {
            kind: Secret(
                self, f"{kind.title()}Key", environment=environment, name=f"image-key-{kind}",
                description=f"Provider of pictures ({kind}): its key",
            )
            for kind in environment.image_keys
        }  # fmt: skip
        self.models = [
            f"arn:{cdk.Aws.PARTITION}:bedrock:{region_of(each.base_url)}::foundation-model/{each.model}"
            for each in environment.image_models
            if each.kind == "bedrock"
        ]

    def usable_by(self, *grantees: iam.IGrantable) -> None:
        for key in self.keys.values():
            key.readable_by(*grantees)
        for grantee in grantees if self.models else ():
            iam.Grant.add_to_principal(
                grantee=grantee, actions=["bedrock:InvokeModel"], resource_arns=self.models
            )  # fmt: skip
