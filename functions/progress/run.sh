#!/bin/sh
# Start the progress monitor where the Lambda Web Adapter (or a person) looks for it. Layers lie in /opt/python.
cd "${LAMBDA_TASK_ROOT:-$(dirname "$0")/../..}" || exit 1
export PYTHONPATH="${PYTHONPATH:+$PYTHONPATH:}/opt/python:${LAMBDA_RUNTIME_DIR:-/opt/python}"
exec python -m uvicorn functions.progress.app:app --host 127.0.0.1 --port "${AWS_LWA_PORT:-8080}" \
  --no-access-log --timeout-graceful-shutdown 2
