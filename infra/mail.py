"""Mail: letters go out under one address, which SES asks its owner about before it takes any."""

from aws_cdk import aws_iam as iam
from aws_cdk import aws_ses as ses
from constructs import Construct


class Mail(Construct):
    def __init__(self, scope: Construct, id: str, *, sender: str) -> None:
        super().__init__(scope, id)
        self.identity = ses.EmailIdentity(self, "Sender", identity=ses.Identity.email(sender))

    def usable_by(self, *grantees: iam.IGrantable) -> None:
        for grantee in grantees:
            self.identity.grant(grantee, "ses:SendEmail")
