"""The dashboard's files in their bucket: `cdk deploy` puts there what `make web` built."""

from pathlib import Path
from typing import Final

import aws_cdk as cdk
from aws_cdk import aws_s3 as s3
from aws_cdk import aws_s3_deployment as deployment
from constructs import Construct

from infra.bundles import ROOT
from infra.data import Bucket
from infra.environments import Environment
from infra.log_groups import log_group

BUILT: Final = ROOT / "web" / "dist"
HASHED: Final = "assets"  # whose names carry a hash of what they hold
FOREVER: Final = cdk.Duration.days(365)


class Site(Construct):
    """Files of earlier builds stay: pages that are open since then still ask for them."""

    def __init__(self, scope: Construct, id: str, *, environment: Environment, built: Path = BUILT) -> None:
        super().__init__(scope, id)
        self.environment = environment
        store = Bucket(self, "Store", environment=environment, name="site", encryption=s3.BucketEncryption.S3_MANAGED)
        self.bucket = store.bucket
        self.log = log_group(self, "Log", f"/{environment.prefix}/site", environment)
        if not (built / "index.html").is_file():
            raise FileNotFoundError(f"there is no dashboard in {built}: run `make web` first")
        immutable = [
            deployment.CacheControl.set_public(),
            deployment.CacheControl.max_age(FOREVER),
            deployment.CacheControl.immutable(),
        ]
        files = self._files("Files", built / HASHED, immutable, HASHED)
        pages = self._files("Pages", built, [deployment.CacheControl.no_cache()], exclude=[HASHED, ".vite"])
        pages.node.add_dependency(files)
        self.deployer = pages.handler_role

    def _files(
        self,
        id: str,
        source: Path,
        cached: list[deployment.CacheControl],
        prefix: str | None = None,
        exclude: list[str] | None = None,
    ) -> deployment.BucketDeployment:
        return deployment.BucketDeployment(
            self,
            id,
            sources=[deployment.Source.asset(str(source), exclude=exclude)],
            destination_bucket=self.bucket,
            destination_key_prefix=prefix,
            cache_control=cached,
            prune=False,
            retain_on_delete=self.environment.keeps_data,
            log_group=self.log,
        )
