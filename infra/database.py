"""PostgreSQL: Aurora Serverless v2 in a network without a way out, signed in to by IAM."""

from typing import Final

import aws_cdk as cdk
from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_iam as iam
from aws_cdk import aws_rds as rds
from aws_cdk import custom_resources as custom
from constructs import Construct

from infra.data import removal
from infra.environments import DatabaseSize, Environment

NAME: Final = "brigade"
USER: Final = "brigade"
USER_SQL: Final = f"""
do $$ begin
  if not exists (select from pg_roles where rolname = '{USER}') then create role {USER} login; end if;
  grant rds_iam to {USER};
  grant all on database {NAME} to {USER};
  grant all on schema public to {USER};
end $$
"""


class Network(Construct):
    """Two isolated subnets, gateways to S3 and DynamoDB, which cost nothing, endpoints for keys and mail; no NAT."""

    def __init__(self, scope: Construct, id: str, *, environment: Environment) -> None:
        super().__init__(scope, id)
        isolated = ec2.SubnetConfiguration(name="isolated", subnet_type=ec2.SubnetType.PRIVATE_ISOLATED, cidr_mask=24)
        self.vpc = ec2.Vpc(
            self,
            "Vpc",
            vpc_name=environment.prefix,
            max_azs=2,
            nat_gateways=0,
            subnet_configuration=[isolated],
            gateway_endpoints={
                "S3": ec2.GatewayVpcEndpointOptions(service=ec2.GatewayVpcEndpointAwsService.S3),
                "DynamoDb": ec2.GatewayVpcEndpointOptions(service=ec2.GatewayVpcEndpointAwsService.DYNAMODB),
            },
        )
        self.subnets = ec2.SubnetSelection(subnet_type=ec2.SubnetType.PRIVATE_ISOLATED)
        services = ec2.InterfaceVpcEndpointAwsService
        self.endpoints = [self._endpoint("Keys", services.SECRETS_MANAGER), self._endpoint("Mail", services.EMAIL)]

    def _endpoint(self, id: str, service: ec2.IInterfaceVpcEndpointService) -> ec2.InterfaceVpcEndpoint:
        """Closed until somebody is let in."""
        return self.vpc.add_interface_endpoint(id, service=service, subnets=self.subnets, open=False)


class Database(Construct):
    """The cluster, who may reach it (`clients`), and the role that functions sign in as."""

    def __init__(
        self, scope: Construct, id: str, *, environment: Environment, size: DatabaseSize, network: Network
    ) -> None:
        super().__init__(scope, id)
        self.network = network
        self.clients = ec2.SecurityGroup(self, "Clients", vpc=network.vpc, description="Functions that use PostgreSQL")
        self.cluster = self._cluster(environment, size)
        self.cluster.connections.allow_default_port_from(self.clients, "functions")
        for endpoint in network.endpoints:
            endpoint.connections.allow_default_port_from(self.clients, "functions")
        self.ready = self._user()
        self.url = f"postgresql://{USER}@{self.cluster.cluster_endpoint.hostname}:5432/{NAME}?sslmode=require"

    def usable_by(self, *grantees: iam.IGrantable) -> None:
        for grantee in grantees:
            self.cluster.grant_connect(grantee, USER)

    def _cluster(self, environment: Environment, size: DatabaseSize) -> rds.DatabaseCluster:
        return rds.DatabaseCluster(
            self,
            "Cluster",
            cluster_identifier=environment.prefix,
            engine=rds.DatabaseClusterEngine.aurora_postgres(version=rds.AuroraPostgresEngineVersion.VER_18_4),
            credentials=rds.Credentials.from_generated_secret("postgres", secret_name=environment.named("postgres")),
            default_database_name=NAME,
            iam_authentication=True,
            enable_data_api=True,
            serverless_v2_min_capacity=size.min_capacity,
            serverless_v2_max_capacity=size.max_capacity,
            writer=rds.ClusterInstance.serverless_v2("Writer", auto_minor_version_upgrade=True),
            vpc=self.network.vpc,
            vpc_subnets=self.network.subnets,
            storage_encrypted=True,
            backup=rds.BackupProps(retention=cdk.Duration.days(size.backup_days)),
            cloudwatch_logs_exports=["postgresql"],
            copy_tags_to_snapshot=True,
            deletion_protection=environment.keeps_data,
            removal_policy=removal(environment),
        )

    def _user(self) -> Construct:
        """The first sign-in needs the password, so it goes by the Data API, from outside the network."""
        secret = self.cluster.secret
        assert secret  # made with the cluster
        call = custom.AwsSdkCall(
            service="rds-data",
            action="executeStatement",
            parameters={
                "resourceArn": self.cluster.cluster_arn,
                "secretArn": secret.secret_arn,
                "database": NAME,
                "sql": USER_SQL,
            },
            physical_resource_id=custom.PhysicalResourceId.of(USER),
        )
        user = custom.AwsCustomResource(
            self,
            "User",
            on_create=call,
            timeout=cdk.Duration.minutes(2),
            install_latest_aws_sdk=False,
            policy=custom.AwsCustomResourcePolicy.from_sdk_calls(resources=[self.cluster.cluster_arn]),
        )
        secret.grant_read(user)
        user.node.add_dependency(self.cluster)
        return user
