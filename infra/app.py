"""The CDK app: `python -m infra.app local` writes `cdk.out/local`, or to CDK_OUTDIR; the `cdk` command works too."""

import json
import os
import sys
from pathlib import Path

import aws_cdk as cdk

from infra.bundles import ROOT
from infra.environments import ENVIRONMENTS
from infra.stack import Brigade


def build(name: str | None = None, outdir: Path | None = None, **context: object) -> Brigade:
    """The app of the environment `name`, or of the one that `-c env=…` asks for."""
    defaults = json.loads((ROOT / "cdk.json").read_text())["context"]
    where = str(outdir) if outdir else os.environ.get("CDK_OUTDIR", str(ROOT / "cdk.out" / (name or "")))
    app = cdk.App(outdir=where, context={**defaults, **context}, analytics_reporting=False, tree_metadata=False)
    environment = ENVIRONMENTS[name or app.node.get_context("env")]
    stack = Brigade(app, environment.prefix, environment=environment)
    cdk.Tags.of(stack).add("brigade:environment", environment.name)
    return stack


def main() -> None:
    stack = build(sys.argv[1] if sys.argv[1:] else None)
    if stack.target.cloud:
        from infra.checks import check

        check(stack)
    root = stack.node.root
    assert isinstance(root, cdk.App)
    root.synth()


if __name__ == "__main__":
    main()
