#!/bin/sh
# Lock the third-party layers for Lambda's platform, at the versions that uv.lock has.
set -eu
cd "$(dirname "$0")/.."
constraints="$(mktemp)"
trap 'rm -f "$constraints"' EXIT
uv export --quiet --frozen --no-dev --no-hashes --no-annotate --no-header --output-file "$constraints" >/dev/null
for layer in core imaging web accounts; do
  uv pip compile --quiet "layers/$layer/requirements.in" --output-file "layers/$layer/requirements.txt" \
    --constraint "$constraints" --generate-hashes --no-annotate --only-binary :all: \
    --python-platform aarch64-manylinux_2_28 --python-version 3.13 \
    --no-emit-package boto3 --no-emit-package botocore --no-emit-package s3transfer \
    --custom-compile-command "tools/lock_layers.sh"
done
