"""`brigade recipes …`: look for recipes, look at one, approve or reject them, take a picture anew."""

from typing import Annotated, Any
from uuid import UUID

import typer
from typer.core import TyperGroup

from local.cli.asking import require_consent
from local.cli.client import LARGEST_PAGE
from local.cli.entrance import client_of
from local.cli.following import tell
from local.cli.options import Json, RecipeId, Token, Url, Watch, Yes
from local.cli.output import give, say, show, table, to_stdout
from local.cli.recipe_page import page_of
from local.problem import Problem

COLUMNS = ["recipe", "name", "kcal", "quality", "state"]


class ListFirst(TyperGroup):
    """Without the name of a command, `list` is meant."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        named = args and (args[0] in self.commands or args[0] == "--help")
        return super().parse_args(ctx, args if named else ["list", *args])


app = typer.Typer(cls=ListFirst, help="List (also without a command), show, approve, reject, photograph.")

RecipeIds = Annotated[list[UUID], typer.Argument(help="The ids of recipes.")]


@app.command(name="list")
def list_recipes(
    batch: Annotated[UUID | None, typer.Option(help="Of this batch.")] = None,
    text: Annotated[str | None, typer.Option(help="With this in the name or the description.")] = None,
    diet: Annotated[str | None, typer.Option(help="Such as vegan or gluten-free.")] = None,
    meal: Annotated[str | None, typer.Option(help="breakfast, lunch, dinner or snack.")] = None,
    approved: Annotated[bool | None, typer.Option("--approved/--not-approved")] = None,
    pictured: Annotated[
        bool | None, typer.Option("--pictured/--placeholder", help="With a picture or without.")
    ] = None,
    limit: Annotated[int, typer.Option(min=1, help="How many, the newest first.")] = 50,
    url: Url = None,
    token: Token = None,
    as_json: Json = False,
) -> None:
    """Your recipes, the newest first."""
    found, more = client_of(url, token).find_recipes(
        limit, batchId=batch and str(batch), text=text, diet=diet, meal=meal, approved=approved,
        placeholder=None if pictured is None else not pictured,
    )  # fmt: skip
    if as_json:
        for recipe in found:
            give(recipe)
    elif found:
        show(table(COLUMNS, [_row(recipe) for recipe in found], right=("kcal", "quality")))
    else:
        say("No such recipes.")
    if more:
        say(f"There are more than {limit}: ask with --limit.")


@app.command(name="show")
def show_recipe(recipe_id: RecipeId, url: Url = None, token: Token = None, as_json: Json = False) -> None:
    """One recipe as a cook reads it."""
    recipe = client_of(url, token).recipe(str(recipe_id))
    if as_json:
        give(recipe)
    else:
        to_stdout().print(page_of(recipe), markup=False, soft_wrap=True)


@app.command()
def approve(recipe_ids: RecipeIds, url: Url = None, token: Token = None, as_json: Json = False) -> None:
    """Approve recipes. All of these, or none where one is unknown."""
    _decide(recipe_ids, True, url, token, as_json)


@app.command()
def reject(recipe_ids: RecipeIds, url: Url = None, token: Token = None, as_json: Json = False) -> None:
    """Take the approval of recipes back. Of all of these, or of none where one is unknown."""
    _decide(recipe_ids, False, url, token, as_json)


@app.command()
def photograph(
    recipe_id: RecipeId,
    yes: Yes = False,
    watch: Watch = False,
    url: Url = None,
    token: Token = None,
    as_json: Json = False,
) -> None:
    """Take the picture of a recipe anew."""
    client = client_of(url, token)
    recipe = client.recipe(str(recipe_id))
    require_consent(f"Pay for another picture of {recipe['name']}?", yes)
    tell(client, client.photograph(recipe["batchId"], recipe["id"]), watch, as_json)


def _decide(recipe_ids: list[UUID], approved: bool, url: Url, token: Token, as_json: bool) -> None:
    ids = [str(each) for each in dict.fromkeys(recipe_ids)]
    if len(ids) > LARGEST_PAGE:
        raise Problem(f"At most {LARGEST_PAGE} recipes at once, not {len(ids)}.", exit_code=2)
    answer = client_of(url, token).approve(ids, approved)
    if as_json:
        give(answer)
    else:
        say(f"{answer['changed']} of {len(ids)} changed: {'approved' if approved else 'not approved'}.")


def _row(recipe: dict[str, Any]) -> list[str]:
    states = {"approved": recipe["isApproved"], "no picture": recipe["imageIsPlaceholder"]}
    return [
        recipe["id"], recipe["name"], str(recipe["caloriesKcal"]), str(recipe["qualityScore"]),
        ", ".join(word for word, holds in states.items() if holds),
    ]  # fmt: skip
