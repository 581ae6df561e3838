"""Functions: one for each door, named after it, in the place and of the size that the door needs."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from brigade.errors import PriceUnknown
from brigade.settings import Settings
from brigade_io.last_writes import PATIENCE
from infra.functions import DOORS, ROUTES, STATES
from tests.infra.imports import ROOT, needed_by
from tests.infra.template import Template

GATEWAY_WAITS = 29  # seconds, of API Gateway for an integration
STREAMS = ("progress", "generation_progress")
DOOR_NAMES = sorted(door.name for door in DOORS)
FOLDERS = sorted(file.parent.name for file in (ROOT / "functions").glob("*/*") if file.name in ("handler.py", "app.py"))


def test_every_folder_of_functions_is_a_door_and_every_door_a_folder() -> None:
    assert DOOR_NAMES == FOLDERS


def test_every_door_is_a_function_of_its_name(template: Template) -> None:
    assert sorted(template.functions()) == DOOR_NAMES


def test_a_function_runs_the_handler_of_its_folder(template: Template) -> None:
    handlers = {name: function["Handler"] for name, function in template.functions().items()}
    for stream in STREAMS:
        assert handlers.pop(stream) == f"functions/{stream}/run.sh"
    assert handlers == {name: f"functions.{name}.handler.handler" for name in handlers}


def test_a_function_writes_to_the_log_group_of_its_name(template: Template) -> None:
    groups = template.of_type("AWS::Logs::LogGroup")
    for function in template.functions().values():
        group = groups[function["LoggingConfig"]["LogGroup"]["Ref"]]
        assert group["LogGroupName"] == f"/aws/lambda/{function['FunctionName']}"


@pytest.mark.parametrize("door", DOOR_NAMES)
def test_a_door_is_near_the_database_exactly_when_it_uses_it(dev: Template, door: str) -> None:
    assert ("VpcConfig" in dev.functions()[door]) == ("brigade_io.database" in needed_by(door))


@pytest.mark.parametrize("door", ["write_recipe", "generate_chunk", "image", "draw", "fetch_references"])
def test_a_caller_of_models_can_reach_them(dev: Template, door: str) -> None:
    assert "VpcConfig" not in dev.functions()[door]


@pytest.mark.parametrize("door", DOOR_NAMES)
@pytest.mark.parametrize(
    ("layer", "packages"),
    [("imaging", {"PIL", "numpy"}), ("web", {"starlette", "uvicorn", "sse_starlette"}), ("accounts", {"argon2"})],
)
def test_a_door_carries_the_libraries_that_it_loads(dev: Template, door: str, layer: str, packages: set[str]) -> None:
    carried = [str(each.get("Ref", "")) for each in dev.functions()[door]["Layers"] if isinstance(each, dict)]
    assert any(name.startswith(f"Layers{layer}") for name in carried) == bool(packages & needed_by(door))


def test_every_function_carries_our_own_layers(template: Template) -> None:
    for function in template.functions().values():
        carried = [str(each.get("Ref", "")) for each in function["Layers"] if isinstance(each, dict)]
        assert sum(name.startswith("Layersbrigade") for name in carried) == 2


def test_nothing_in_the_local_environment_comes_from_elsewhere(local: Template) -> None:
    """No third-party layer, network or custom resource: the runtime brings the first, and knows none of the others."""
    services = {resource["Type"].rpartition("::")[0] for resource in local.resources.values()}
    assert not services & {"AWS::EC2", "AWS::RDS", "AWS::CloudFront", "AWS::KMS", "AWS::WAFv2", "AWS::CloudFormation"}
    assert not {service for service in services if service.startswith("Custom")}
    assert len(local.of_type("AWS::Lambda::LayerVersion")) == 2


def test_a_state_waits_longer_than_its_function_runs(machines: dict[str, Any]) -> None:
    seconds = {door.name: door.seconds for door in STATES}
    for name, state in machines.items():
        if state["Resource"].endswith("lambda:invoke"):
            assert state["TimeoutSeconds"] > seconds[name]


def test_a_writers_limit_holds_its_calls_and_a_minute_without_the_store_they_go_to() -> None:
    settings, seconds = Settings.model_fields, {door.name: door.seconds for door in STATES}
    text = settings["text_window"].default + settings["text_timeout"].default
    assert min(seconds["write_recipe"], seconds["generate_chunk"]) > text + PATIENCE
    assert seconds["image"] > settings["image_timeout"].default + PATIENCE
    assert seconds["draw"] == seconds["image"]


def test_a_door_at_the_api_answers_before_the_gateway_stops_waiting(template: Template) -> None:
    for door in (each for each in ROUTES if not each.script):
        told = template.functions()[door.name]["Environment"]["Variables"]
        by_attempts = int(told["AWS_ATTEMPTS"]) * float(told["AWS_SECONDS"])
        by_database = int(told["DATABASE_WAIT"]) + int(told["DATABASE_STATEMENT"])
        assert by_attempts + by_database * door.database < door.seconds < GATEWAY_WAITS


def test_only_states_leave_trying_again_to_their_machine(template: Template) -> None:
    patient = {name for name, each in template.functions().items()
               if int(each["Environment"]["Variables"]["AWS_ATTEMPTS"]) > 1}  # fmt: skip
    assert patient == {door.name for door in DOORS} - {door.name for door in STATES}


def test_functions_are_traced(template: Template) -> None:
    assert {function["TracingConfig"]["Mode"] for function in template.functions().values()} == {"Active"}


def test_an_environment_whose_model_nobody_priced_is_not_synthesised(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    from infra.app import build
    from infra.environments import ENVIRONMENTS, LOCAL

    monkeypatch.setitem(ENVIRONMENTS, "unpriced", replace(LOCAL, settings={"text_model": "llama-9"}))
    with pytest.raises(PriceUnknown, match="llama-9"):
        build("unpriced", tmp_path, **{"aws:cdk:bundling-stacks": []})


def test_the_environment_is_the_settings_and_what_powertools_and_the_web_adapter_read(template: Template) -> None:
    ours = {name.upper() for name in Settings.model_fields}
    always = {
        name.upper()
        for name, field in Settings.model_fields.items()
        if field.is_required() or field.default is not None
    }
    for function in template.functions().values():
        others = set(function["Environment"]["Variables"]) - ours
        assert always <= set(function["Environment"]["Variables"])
        assert all(name.startswith(("POWERTOOLS_", "AWS_LWA_", "AWS_LAMBDA_EXEC_WRAPPER")) for name in others)


def test_a_function_can_read_its_settings(template: Template) -> None:
    variables = template.functions()["generate_chunk"]["Environment"]["Variables"]
    nobody_s = {name: each["Default"] for name, each in template.body["Parameters"].items() if "Default" in each}
    refs = {name: value.get("Ref") for name, value in variables.items() if isinstance(value, dict)}
    plain = {name: nobody_s.get(refs[name], "1") if name in refs else value for name, value in variables.items()}
    assert Settings.from_environment(plain).generate_batch_machine


def test_metrics_are_told_apart_by_door(template: Template) -> None:
    for name, function in template.functions().items():
        assert function["Environment"]["Variables"]["POWERTOOLS_SERVICE_NAME"] == name


def test_only_the_streams_are_wrapped_by_the_web_adapter(dev: Template) -> None:
    wrapped = [
        name for name, each in dev.functions().items() if "AWS_LAMBDA_EXEC_WRAPPER" in each["Environment"]["Variables"]
    ]
    assert sorted(wrapped) == sorted(STREAMS)
    assert all("LambdaAdapterLayerArm64" in str(dev.functions()[name]["Layers"]) for name in STREAMS)


def test_a_401_which_the_authorizer_has_to_raise_is_a_line_and_no_traceback(template: Template) -> None:
    formats = {name: each.get("LoggingConfig", {}).get("LogFormat") for name, each in template.functions().items()}
    assert formats.pop("authorizer") == "JSON"
    assert set(formats.values()) == {None}
