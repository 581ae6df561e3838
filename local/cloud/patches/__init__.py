"""The one place that touches private names of moto and ministack; `pyproject.toml` pins both exactly."""

from local.cloud.patches.interpreter import LambdaNotFound, LambdaThrottled, install_interpreter
from local.cloud.patches.names import PRIVATE_NAMES, check_private_names
from local.cloud.patches.program import Program, refused
from local.cloud.patches.services import Gateway, LambdaService, StatesService, application

__all__ = [
    "PRIVATE_NAMES",
    "Gateway",
    "LambdaNotFound",
    "LambdaService",
    "LambdaThrottled",
    "Program",
    "StatesService",
    "application",
    "check_private_names",
    "install_interpreter",
    "refused",
]
