"""What an environment leaves to whoever deploys it: stack parameters, named after the settings they fill."""

import aws_cdk as cdk
from constructs import Construct

from brigade.settings import Settings
from infra.environments import Environment


class Parameters:
    """`parameters["text_base_url"]` is the value of the stack parameter `TextBaseUrl`."""

    def __init__(self, scope: Construct, *, environment: Environment) -> None:
        defaults = {"chunks_at_once": environment.chunks_at_once, **_defaults()}
        self.made = {name: _parameter(scope, name, defaults.get(name)) for name in environment.parameters}

    def __getitem__(self, name: str) -> str:
        return self.made[name].value_as_string

    def get(self, name: str, otherwise: str) -> str:
        return self[name] if name in self.made else otherwise

    def of_settings(self) -> dict[str, str]:
        """The parameters that are settings, as environment variables."""
        return {name.upper(): self[name] for name in self.made if name in Settings.model_fields}


def _defaults() -> dict[str, object]:
    """A setting that may be left out, or is a list, is an empty text where nobody fills it in."""
    fields = Settings.model_fields.items()
    return {
        name: "" if field.default in (None, ()) else field.default for name, field in fields if not field.is_required()
    }


def _parameter(scope: Construct, name: str, default: object) -> cdk.CfnParameter:
    value = None if default is None else str(default)
    return cdk.CfnParameter(scope, name.title().replace("_", ""), type="String", default=value)
