"""The tests' mock of a provider, which knows nothing of the house, writes what it accepts, whatever it is asked."""

import ast
from pathlib import Path
from typing import Any

import pytest

from brigade.generation.checking import check_chunk
from brigade.generation.plan import plan_batch
from brigade.generation.prompts import Prompt, writing_prompt
from brigade.generation.sheet import Line, Sheet
from brigade.recipes.recipe import Draft
from brigade.recipes.vocabulary import Diet
from tests.factories import BATCH_ID, a_request
from tests.mock_provider.dishes import a_dish

ROUNDS = 3  # of writing, as a batch has


def as_response(prompt: Prompt) -> dict[str, Any]:
    return {"instructions": prompt.instructions, "input": prompt.text}


def as_chat(prompt: Prompt) -> dict[str, Any]:
    return {"messages": [{"role": "system", "content": prompt.instructions}, {"role": "user", "content": prompt.text}]}


def written(seed: int = 7, **request: Any) -> Sheet:
    """A batch of 30, written and checked as a batch is."""
    lines = [Line(concept=concept) for concept in plan_batch(a_request(**request), seed)]
    sheet = Sheet(batch_id=BATCH_ID, chunk=0, lines=lines)
    for round in range(ROUNDS):
        sheet = sheet.model_copy(update={"lines": [_rewritten(line, round) for line in sheet.lines]})
        sheet = check_chunk(sheet, last_round=False, validate=True)
    return sheet


def _rewritten(line: Line, round: int) -> Line:
    if line.recipe:
        return line
    prompt = writing_prompt(line.concept, round, line.mistakes)
    return line.model_copy(update={"draft": Draft.model_validate_json(a_dish(as_response(prompt))), "model": "m"})


def refused(sheet: Sheet) -> list[list[str]]:
    return [line.mistakes for line in sheet.lines if line.recipe is None]


@pytest.mark.parametrize("seed", range(7, 12))
def test_every_dish_of_a_batch_is_accepted(seed: int) -> None:
    assert refused(written(seed)) == []


@pytest.mark.parametrize("diet", list(Diet))
def test_every_dish_of_a_diet_is_accepted(diet: Diet) -> None:
    sheet = written(dietary_restrictions=[diet])
    assert refused(sheet) == []
    assert all(line.recipe and diet in line.recipe.draft.dietary_tags for line in sheet.lines)


@pytest.mark.parametrize(
    "asked",
    [
        {"meal_types": ["dinner"], "max_calories": 600, "min_protein": 40},
        {"dietary_restrictions": ["vegan", "high-protein"]},
        {"dietary_restrictions": ["vegan", "paleo"]},
        {"target_calories": 800, "max_prep_time": 5},
        {"main_ingredient": "salmon"},
        {"main_ingredient": "ostrich"},
        {"count": 200},
    ],
    ids=str,
)  # fmt: skip
def test_every_dish_within_limits_is_accepted(asked: dict[str, Any]) -> None:
    assert refused(written(**asked)) == []


def test_what_it_claims_is_what_its_plates_hold() -> None:
    recipes = [line.recipe for line in written().lines if line.recipe]
    assert [reason for recipe in recipes for reason in recipe.quality.reasons if "claimed" in reason] == []
    assert [change for recipe in recipes for change in recipe.changes] == []


def test_asked_in_either_shape_it_writes_the_dish_that_the_concept_names() -> None:
    (concept,) = plan_batch(a_request(count=1), 7)
    prompt = writing_prompt(concept, 0, [])
    for asked in (as_response(prompt), as_chat(prompt)):
        assert concept.main_ingredient in Draft.model_validate_json(a_dish(asked)).main_ingredient_tags[0]


def test_it_knows_nothing_of_the_house() -> None:
    imported = {
        name
        for path in Path("tests/mock_provider").glob("*.py")
        for node in ast.walk(ast.parse(path.read_text()))
        for name in (
            [each.name for each in node.names] if isinstance(node, ast.Import)
            else [node.module or ""] if isinstance(node, ast.ImportFrom) else []
        )
    }  # fmt: skip
    ours = {"brigade", "brigade_io", "functions", "infra", "local"}
    assert {name for name in imported if name.partition(".")[0] in ours or name.startswith("tests.factories")} == set()
