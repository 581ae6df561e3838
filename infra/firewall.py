"""The outer wall of the API: too much from one address, or too much in one request, goes no further."""

from typing import Final

from aws_cdk import aws_apigateway as apigateway
from aws_cdk import aws_wafv2 as waf
from constructs import Construct

from infra.api import STAGE
from infra.environments import Environment

LARGEST_BODY: Final = 16 * 1024  # bytes; also as far as the firewall looks
PHOTOS: Final = f"/{STAGE}/api/images/references"  # may be larger; the door there has a limit of its own
UNCHANGED: Final = [{"priority": 0, "type": "NONE"}]
MOST_IN_FIVE_MINUTES: Final = 3000


class Firewall(Construct):
    """The web ACL of one API stage. Exact limits, by user and by money, are the functions' own."""

    def __init__(self, scope: Construct, id: str, *, environment: Environment, stage: apigateway.Stage) -> None:
        super().__init__(scope, id)
        name = environment.named("api")
        acl = waf.CfnWebACL(
            self,
            "Acl",
            name=name,
            scope="REGIONAL",
            default_action={"allow": {}},
            visibility_config=_counted(name),
            rules=[
                _rule(0, "TooLarge", _too_large()),
                _rule(1, "TooMany", waf.CfnWebACL.StatementProperty(rate_based_statement=_too_many())),
            ],
        )
        waf.CfnWebACLAssociation(self, "Stage", resource_arn=stage.stage_arn, web_acl_arn=acl.attr_arn)


def _too_large() -> waf.CfnWebACL.StatementProperty:
    """A large body, but not where photos are taken."""
    large = waf.CfnWebACL.SizeConstraintStatementProperty(
        comparison_operator="GE",
        size=LARGEST_BODY,
        field_to_match={"body": {"oversizeHandling": "MATCH"}},
        text_transformations=UNCHANGED,
    )
    photo = waf.CfnWebACL.ByteMatchStatementProperty(
        field_to_match={"uriPath": {}},
        positional_constraint="EXACTLY",
        search_string=PHOTOS,
        text_transformations=UNCHANGED,
    )
    elsewhere = waf.CfnWebACL.NotStatementProperty(statement={"byteMatchStatement": photo})
    both = waf.CfnWebACL.AndStatementProperty(
        statements=[{"sizeConstraintStatement": large}, {"notStatement": elsewhere}]
    )
    return waf.CfnWebACL.StatementProperty(and_statement=both)


def _too_many() -> waf.CfnWebACL.RateBasedStatementProperty:
    """By the address that CloudFront saw, which it hands on."""
    return waf.CfnWebACL.RateBasedStatementProperty(
        limit=MOST_IN_FIVE_MINUTES,
        aggregate_key_type="FORWARDED_IP",
        forwarded_ip_config={"headerName": "X-Forwarded-For", "fallbackBehavior": "MATCH"},
    )


def _rule(priority: int, name: str, statement: waf.CfnWebACL.StatementProperty) -> waf.CfnWebACL.RuleProperty:
    return waf.CfnWebACL.RuleProperty(
        name=name, priority=priority, action={"block": {}}, statement=statement, visibility_config=_counted(name)
    )


def _counted(name: str) -> waf.CfnWebACL.VisibilityConfigProperty:
    return waf.CfnWebACL.VisibilityConfigProperty(
        cloud_watch_metrics_enabled=True, metric_name=name, sampled_requests_enabled=False
    )
