"""The one place that touches private names of moto and ministack; `pyproject.toml` pins both exactly."""

from local.cloud.patches.interpreter import LambdaNotFound, LambdaThrottled, install_interpreter
from local.cloud.patches.names import PRIVATE_NAMES, check_private_names
from local.cloud.patches.permissions import NotPermitted, enforce_roles, key_of, require_permission
from local.cloud.patches.program import Program, refused
from local.cloud.patches.services import Gateway, LambdaService, StatesService, application
from local.cloud.patches.signatures import signature_holds

__all__ = [
    "PRIVATE_NAMES",
    "Gateway",
    "LambdaNotFound",
    "LambdaService",
    "LambdaThrottled",
    "NotPermitted",
    "Program",
    "StatesService",
    "application",
    "check_private_names",
    "enforce_roles",
    "install_interpreter",
    "key_of",
    "refused",
    "require_permission",
    "signature_holds",
]
