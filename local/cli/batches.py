"""`brigade batch …`: start a batch, watch it, list batches, show one, cancel one."""

from typing import Annotated, Any

import typer

from local.cli import exporting, retrying
from local.cli.entrance import client_of
from local.cli.following import follow, tell
from local.cli.options import BatchId, Json, Token, Url, Watch
from local.cli.output import give, say, show, table, to_stdout
from local.cli.progress_view import money

app = typer.Typer(no_args_is_help=True, help="Start, watch, list, show, cancel, retry and export batches.")


@app.command()
def start(  # one option for each field of the request
    count: Annotated[int, typer.Option(help="How many recipes, 1 to 100.")],
    meal_type: Annotated[list[str] | None, typer.Option(help="breakfast, lunch, dinner or snack; repeatable.")] = None,
    diet: Annotated[list[str] | None, typer.Option(help="Such as vegan or gluten-free; repeatable.")] = None,
    target_calories: Annotated[int | None, typer.Option(help="kcal per serving.")] = None,
    max_calories: Annotated[int | None, typer.Option(help="kcal per serving.")] = None,
    main_ingredient: Annotated[str | None, typer.Option(help="Such as chickpeas.")] = None,
    fitness_goal: Annotated[
        str | None, typer.Option(help="weight_loss, muscle_gain, maintenance or endurance.")
    ] = None,
    prompt: Annotated[str | None, typer.Option(help="A wish in your own words.")] = None,
    max_prep_time: Annotated[int | None, typer.Option(help="Minutes.")] = None,
    min_protein: Annotated[float | None, typer.Option(help="Grams per serving, as for all of these.")] = None,
    max_protein: Annotated[float | None, typer.Option()] = None,
    min_carbs: Annotated[float | None, typer.Option()] = None,
    max_carbs: Annotated[float | None, typer.Option()] = None,
    min_fat: Annotated[float | None, typer.Option()] = None,
    max_fat: Annotated[float | None, typer.Option()] = None,
    images: Annotated[bool, typer.Option("--images/--no-images", help="A picture of each.")] = True,
    s3_upload: Annotated[bool, typer.Option("--s3-upload/--no-s3-upload", help="Also keep the smaller sizes.")] = True,
    nutrition_validation: Annotated[
        bool, typer.Option("--nutrition-validation/--no-nutrition-validation", help="Keep to the limits.")
    ] = True,
    budget_usd: Annotated[float | None, typer.Option(help="The batch stops spending there.")] = None,
    seed: Annotated[int | None, typer.Option(help="The same seed gives the same plan.")] = None,
    overnight: Annotated[
        bool, typer.Option("--overnight", help="At half the price, where the provider has jobs; may take a day.")
    ] = False,
    idempotency_key: Annotated[str | None, typer.Option(help="The same key gives the same batch.")] = None,
    watch: Watch = False,
    url: Url = None,
    token: Token = None,
    as_json: Json = False,
) -> None:
    """Start a batch; its id goes to stdout."""
    request = {
        "count": count, "mealTypes": meal_type, "dietaryRestrictions": diet,
        "targetCalories": target_calories, "maxCalories": max_calories,
        "mainIngredient": main_ingredient, "fitnessGoal": fitness_goal, "naturalLanguagePrompt": prompt,
        "maxPrepTime": max_prep_time, "minProtein": min_protein,
        "maxProtein": max_protein, "minCarbs": min_carbs, "maxCarbs": max_carbs, "minFat": min_fat,
        "maxFat": max_fat, "enableImageGeneration": images, "enableS3Upload": s3_upload,
        "enableNutritionValidation": nutrition_validation, "budgetUsd": budget_usd, "seed": seed,
        "overnight": overnight or None,
    }  # fmt: skip
    client = client_of(url, token)
    answer = client.start_batch({name: value for name, value in request.items() if value is not None}, idempotency_key)
    if not as_json:
        to_stdout().print(answer["batchId"], markup=False)
    tell(client, answer, watch, as_json)


@app.command(name="watch")
def watch_batch(batch_id: BatchId, url: Url = None, token: Token = None, as_json: Json = False) -> None:
    """Follow a batch to its end: exit code 0 done, 3 partly, 4 failed."""
    raise typer.Exit(follow(client_of(url, token), str(batch_id), as_json))


@app.command(name="list")
def list_batches(
    limit: Annotated[int, typer.Option(help="How many, the newest first.")] = 20,
    url: Url = None,
    token: Token = None,
    as_json: Json = False,
) -> None:
    """Your batches, the newest first."""
    batches = client_of(url, token).batches(limit)
    if as_json:
        for batch in batches:
            give(batch)
    elif batches:
        show(table(LIST, [_row(batch) for batch in batches], right=("recipes", "pictures")))
    else:
        say("No batches yet. Start one: brigade batch start --count 5 --watch")


@app.command(name="show")
def show_batch(batch_id: BatchId, url: Url = None, token: Token = None, as_json: Json = False) -> None:
    """One batch: where it stands, its recipes, and why any failed."""
    batch = client_of(url, token).batch(str(batch_id))
    if as_json:
        give(batch)
        return
    out, progress = to_stdout(), batch["progress"]
    out.print(f"{batch['batchId']}  {progress['phase']}  {money(progress['costUsd'])}", markup=False)
    rows = [_recipe(each) for each in batch["recipes"]]
    show(table(["#", "stage", "quality", "name", "reason"], rows, right=("#", "quality")), out)
    for error in batch["errors"]:
        if error["position"] is None:
            out.print(error["reason"], markup=False)


@app.command()
def cancel(batch_id: BatchId, url: Url = None, token: Token = None, as_json: Json = False) -> None:
    """Cancel a batch. Nothing new begins, and what is under way is finished and kept."""
    answer = client_of(url, token).cancel(str(batch_id))
    if as_json:
        give(answer)
    else:
        say(answer["message"])


app.command()(retrying.retry)
app.command()(exporting.export)

LIST = ["batch", "started", "phase", "recipes", "pictures"]  # 80 columns: `brigade cost` says what each cost


def _row(batch: dict[str, Any]) -> list[str]:
    progress = batch["progress"]
    return [
        batch["batchId"], batch["createdAt"][5:16].replace("T", " "), progress["phase"],
        f"{progress['recipesCompleted']}/{progress['totalRecipes']}", str(progress["imagesGenerated"]),
    ]  # fmt: skip


def _recipe(recipe: dict[str, Any]) -> list[str]:
    quality = "" if recipe["quality"] is None else str(recipe["quality"])
    return [
        str(recipe["position"] + 1),
        recipe["stage"],
        quality,
        recipe["name"] or "",
        recipe["reason"] or "",
    ]
