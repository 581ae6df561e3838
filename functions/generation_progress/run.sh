#!/bin/sh
# Start the stream of generations where the Lambda Web Adapter (or a person) looks for it. Layers lie in /opt/python.
cd "${LAMBDA_TASK_ROOT:-$(dirname "$0")/../..}" || exit 1
export PYTHONPATH="${PYTHONPATH:+$PYTHONPATH:}/opt/python:${LAMBDA_RUNTIME_DIR:-/opt/python}"
exec python -m uvicorn functions.generation_progress.app:app --host 127.0.0.1 --port "${AWS_LWA_PORT:-8080}" \
  --no-access-log --timeout-graceful-shutdown 2
