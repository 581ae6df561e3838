"""Log groups."""

from aws_cdk import aws_logs as logs
from constructs import Construct

from infra.data import removal
from infra.environments import Environment


def log_group(scope: Construct, id: str, name: str, environment: Environment) -> logs.LogGroup:
    """Logs under a name that can be foreseen, kept as long as the environment says."""
    return logs.LogGroup(
        scope, id, log_group_name=name, retention=environment.log_retention, removal_policy=removal(environment)
    )
