"""Lambda layers: our two packages, and the third-party libraries by who needs them.

Every function carries `core`; pictures need `imaging`, the progress stream `web`, passwords
`accounts`. boto3 is Lambda's own.
imagehash is left out: it pulls in SciPy and PyWavelets (195 MB) for one DCT, which `brigade.images` has itself.
"""

from typing import Final

import aws_cdk as cdk
from aws_cdk import aws_lambda as lambda_
from constructs import Construct

from infra.bundles import ROOT, copied, installed
from infra.environments import Environment

UNPACKED_LIMIT: Final = 250  # megabytes, over a function and all its layers: a limit of Lambda
OWN_CODE: Final = 10
SHARES: Final = {"core": 90, "imaging": 120, "web": 15, "accounts": 5}
WEB_ADAPTER: Final = "arn:aws:lambda:{region}:753240598075:layer:LambdaAdapterLayerArm64:{version}"


class Layers(Construct):
    """The layers of one environment. An emulated one has the libraries in its own Python, from the same lock."""

    def __init__(self, scope: Construct, id: str, *, environment: Environment) -> None:
        super().__init__(scope, id)
        self.environment = environment
        emulated = environment.cloud is None
        self.third_party = {} if emulated else {name: self._third_party(name) for name in SHARES}
        self.own = [self._own(name) for name in ("brigade", "brigade_io")]
        self.web_adapter = [] if environment.cloud is None else [self._web_adapter(environment.cloud.web_adapter_layer)]

    def of(self, *third_party: str) -> list[lambda_.ILayerVersion]:
        """`core` and what is named, then our own code."""
        wanted = [self.third_party[name] for name in ("core", *third_party) if name in self.third_party]
        return [*wanted, *self.own]

    def _own(self, name: str) -> lambda_.ILayerVersion:
        compiled = self.environment.cloud is not None
        return self._layer(name, copied(ROOT / "layers" / name, compiled=compiled))

    def _third_party(self, name: str) -> lambda_.ILayerVersion:
        return self._layer(name, installed(ROOT / "layers" / name, megabytes=SHARES[name]))

    def _layer(self, name: str, code: lambda_.Code) -> lambda_.ILayerVersion:
        return lambda_.LayerVersion(
            self,
            name,
            layer_version_name=self.environment.named(name),
            code=code,
            compatible_runtimes=[lambda_.Runtime.PYTHON_3_13],
            compatible_architectures=[lambda_.Architecture.ARM_64],
        )

    def _web_adapter(self, version: int) -> lambda_.ILayerVersion:
        arn = WEB_ADAPTER.format(region=cdk.Stack.of(self).region, version=version)
        return lambda_.LayerVersion.from_layer_version_arn(self, "WebAdapter", arn)
