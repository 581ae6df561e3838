"""The batch's machines: starting their executions, and asking after them."""

from uuid import UUID

from brigade.generation.messages import SavedRecipe
from brigade.runs import Execution, execution_name, illustration_name
from brigade_io.executions import Fate, fate_at, start_execution
from brigade_io.settings import settings


def start_generation(batch_id: UUID, run: int = 0) -> None:
    """Start a run of the batch machine, where it was not before. Raises Transient, or its root for a mistake."""
    task = {"batch_id": str(batch_id), "run": run}
    start_execution(settings().generate_batch_machine, execution_name(batch_id, run), task)


def start_illustration(batch_id: UUID, chunk: int, run: int, recipes: list[SavedRecipe]) -> None:
    """Have pictures of these recipes of a chunk taken. Raises as `start_generation` does."""
    task = {"recipes": [recipe.model_dump(mode="json") for recipe in recipes]}
    start_execution(settings().illustrate_recipes_machine, illustration_name(batch_id, chunk, run), task)


def fate_of(execution: Execution) -> Fate | None:
    """None where it was never begun. Raises as `start_generation` does."""
    if execution.chunk is None:
        return fate_at(settings().generate_batch_machine, execution_name(execution.batch_id, execution.run))
    name = illustration_name(execution.batch_id, execution.chunk, execution.run)
    return fate_at(settings().illustrate_recipes_machine, name)
