"""The machine `generate_image`: starting the execution of a run, and asking after it."""

from brigade.image_generation.generation import Generation
from brigade.image_generation.messages import GenerationTask
from brigade.image_generation.places import execution_name
from brigade_io.executions import Fate, fate_at, start_execution
from brigade_io.settings import settings


def start_run(generation: Generation) -> None:
    """Start it, where it was not before. Raises Transient, or the root of our errors for a mistake."""
    task = GenerationTask(
        generation_id=generation.id, run=generation.run, positions=tuple(generation.missing),
        sources=bool(generation.wish.references),
    )  # fmt: skip
    name = execution_name(generation.id, generation.run)
    start_execution(settings().generate_image_machine, name, task.model_dump(mode="json"))


def fate_of_run(generation: Generation) -> Fate | None:
    """None where it was never begun. Raises as `start_run` does."""
    return fate_at(settings().generate_image_machine, execution_name(generation.id, generation.run))
