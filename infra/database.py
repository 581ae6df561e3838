"""PostgreSQL: Aurora Serverless v2 in a network without a way out, signed in to by IAM."""

from typing import Final

import aws_cdk as cdk
from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_iam as iam
from aws_cdk import aws_rds as rds
from aws_cdk import custom_resources as custom
from constructs import Construct

from brigade.settings import FUNCTIONS_ROLE
from infra.data import removal
from infra.environments import DatabaseSize, Environment

NAME: Final = "brigade"
OWNER: Final = "brigade"  # of the schema: who migrates it
ROLES_SQL: Final = f"""
do $$ begin
  if not exists (select from pg_roles where rolname = '{OWNER}') then
    create role {OWNER} login;
  end if;
  if not exists (select from pg_roles where rolname = '{FUNCTIONS_ROLE}') then
    create role {FUNCTIONS_ROLE} login;
  end if;
  alter role {FUNCTIONS_ROLE} login;
  grant rds_iam to {OWNER}, {FUNCTIONS_ROLE};
  grant all on database {NAME} to {OWNER};
  grant all on schema public to {OWNER};
end $$
"""
# Amazon signs certificates of RDS with authorities of its own, which no system knows: they travel in our layer.
AUTHORITIES: Final = "/opt/python/brigade_io/rds_authorities.pem"


class Network(Construct):
    """Two isolated subnets, gateways to S3 and DynamoDB, free, endpoints for what else is needed.

    No way out, unless pictures are kept elsewhere: then one NAT gateway.
    """

    def __init__(self, scope: Construct, id: str, *, environment: Environment) -> None:
        super().__init__(scope, id)
        way_out = environment.keeps_pictures_elsewhere
        kind = ec2.SubnetType.PRIVATE_WITH_EGRESS if way_out else ec2.SubnetType.PRIVATE_ISOLATED
        subnets = [ec2.SubnetConfiguration(name="isolated", subnet_type=kind, cidr_mask=24)]
        if way_out:
            subnets.append(ec2.SubnetConfiguration(name="out", subnet_type=ec2.SubnetType.PUBLIC, cidr_mask=28))
        self.vpc = ec2.Vpc(
            self,
            "Vpc",
            vpc_name=environment.prefix,
            max_azs=2,
            nat_gateways=int(way_out),
            subnet_configuration=subnets,
            gateway_endpoints={
                "S3": ec2.GatewayVpcEndpointOptions(service=ec2.GatewayVpcEndpointAwsService.S3),
                "DynamoDb": ec2.GatewayVpcEndpointOptions(service=ec2.GatewayVpcEndpointAwsService.DYNAMODB),
            },
        )
        self.subnets = ec2.SubnetSelection(subnet_type=kind)
        services = ec2.InterfaceVpcEndpointAwsService
        reached = {
            "Keys": services.SECRETS_MANAGER, "Mail": services.EMAIL, "Executions": services.STEP_FUNCTIONS,
            "Queues": services.SQS,
        }  # fmt: skip
        self.endpoints = [self._endpoint(id, service) for id, service in reached.items()]

    def _endpoint(self, id: str, service: ec2.IInterfaceVpcEndpointService) -> ec2.InterfaceVpcEndpoint:
        """Closed until somebody is let in."""
        return self.vpc.add_interface_endpoint(id, service=service, subnets=self.subnets, open=False)


class Database(Construct):
    """The cluster, who may reach it (`clients`), the role that owns the schema and the one that only uses it."""

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
        self.ready = self._roles()
        self.url, self.owner_url = self._url_of(FUNCTIONS_ROLE), self._url_of(OWNER)

    def usable_by(self, *grantees: iam.IGrantable) -> None:
        for grantee in grantees:
            self.cluster.grant_connect(grantee, FUNCTIONS_ROLE)

    def changeable_by(self, *grantees: iam.IGrantable) -> None:
        for grantee in grantees:
            self.cluster.grant_connect(grantee, OWNER)

    def _url_of(self, role: str) -> str:
        place = f"{self.cluster.cluster_endpoint.hostname}:5432/{NAME}"
        return f"postgresql://{role}@{place}?sslmode=verify-full&sslrootcert={AUTHORITIES}"

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

    def _roles(self) -> Construct:
        """The first sign-in needs the password, so it goes by the Data API, from outside the network.

        Where the SQL changes it is run again. A cluster that sleeps then refuses, and is awake for the next deployment.
        """
        secret = self.cluster.secret
        assert secret  # made with the cluster
        call = custom.AwsSdkCall(
            service="rds-data",
            action="executeStatement",
            parameters={
                "resourceArn": self.cluster.cluster_arn,
                "secretArn": secret.secret_arn,
                "database": NAME,
                "sql": ROLES_SQL,
            },
            physical_resource_id=custom.PhysicalResourceId.of(OWNER),
        )
        roles = custom.AwsCustomResource(
            self,
            "Roles",
            on_update=call,  # when it is made, too
            timeout=cdk.Duration.minutes(2),
            install_latest_aws_sdk=False,
            policy=custom.AwsCustomResourcePolicy.from_sdk_calls(resources=[self.cluster.cluster_arn]),
        )
        secret.grant_read(roles)
        roles.node.add_dependency(self.cluster)
        return roles
