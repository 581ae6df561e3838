"""`brigade image …`: ask for pictures, see how they stand, cancel them, try them again, list them."""

from typing import Annotated, Any

import typer

from local.cli import image_accounts, image_endings
from local.cli.entrance import client_of
from local.cli.generation_view import follow_generation, page_of, tell
from local.cli.image_api import ImageApi, photo_of
from local.cli.options import GenerationId, Json, Token, Url, Watch
from local.cli.output import give, say, show, table, to_stdout

app = typer.Typer(no_args_is_help=True, help="Generate pictures, follow, list, cancel and retry them; credits.")

COLUMNS = ["generation", "asked", "state", "made", "prompt"]
LONGEST = 12  # characters of a prompt that find room in 80 columns
Photos = Annotated[list[str] | None, typer.Option(help="A photo to go by: a file or an https address; repeatable.")]


@app.command()
def generate(
    prompt: Annotated[str, typer.Argument(help="What is to be seen.")],
    count: Annotated[int, typer.Option(help="How many pictures of it, 1 to 100.")] = 1,
    style: Annotated[str | None, typer.Option(help="Such as natural, studio or illustration.")] = None,
    quality: Annotated[str | None, typer.Option(help="low, medium or high.")] = None,
    ratio: Annotated[str | None, typer.Option(help="Width to height, such as 1:1, 3:2 or 9:16.")] = None,
    model: Annotated[str | None, typer.Option(help="One that is served there; by default the preferred one.")] = None,
    image_format: Annotated[str | None, typer.Option("--format", help="webp, jpg or png.")] = None,
    verbatim: Annotated[bool, typer.Option("--verbatim", help="Send the prompt as it is, without a style.")] = False,
    product: Photos = None,
    person: Photos = None,
    idempotency_key: Annotated[str | None, typer.Option(help="The same key gives the same pictures.")] = None,
    watch: Watch = False,
    url: Url = None,
    token: Token = None,
    as_json: Json = False,
) -> None:
    """Ask for pictures; the id goes to stdout."""
    client = client_of(url, token)
    api = ImageApi(client)
    request = {
        "customPrompt" if verbatim else "prompt": prompt, "count": count, "style": style, "quality": quality,
        "aspectRatio": ratio, "model": model, "format": image_format,
        "productImages": _kept(api, product), "modelImages": _kept(api, person),
    }  # fmt: skip
    given = {name: value for name, value in request.items() if value is not None}
    tell(client, api.generate(given, idempotency_key), watch, as_json)


def _kept(api: ImageApi, photos: list[str] | None) -> list[str] | None:
    return [api.keep(photo_of(photo)) for photo in photos] if photos else None


@app.command()
def status(
    generation_id: GenerationId, watch: Watch = False, url: Url = None, token: Token = None, as_json: Json = False
) -> None:
    """How a generation stands; with --watch to its end: exit code 0 all made, 3 some, 4 none."""
    client = client_of(url, token)
    if watch:
        raise typer.Exit(follow_generation(client, str(generation_id), as_json))
    generation = ImageApi(client).status(str(generation_id))
    if as_json:
        give(generation)
    else:
        to_stdout().print(page_of(generation, client.url), markup=False, soft_wrap=True)


@app.command(name="list")
def list_generations(
    text: Annotated[str | None, typer.Option(help="With this in the prompt.")] = None,
    state: Annotated[
        str | None, typer.Option("--status", help="pending, processing, completed, failed or cancelled.")
    ] = None,
    limit: Annotated[int, typer.Option(min=1, help="How many, the newest first.")] = 20,
    url: Url = None,
    token: Token = None,
    as_json: Json = False,
) -> None:
    """Your generations, the newest first."""
    found, more = ImageApi(client_of(url, token)).history(limit, text=text, status=state)
    if as_json:
        for generation in found:
            give(generation)
    elif found:
        show(table(COLUMNS, [_row(each) for each in found], right=("made",)))
    else:
        say('None yet. Ask for one: brigade image generate "A bowl of ramen" --watch')
    if more:
        say(f"There are more than {limit}: ask with --limit.")


def _row(each: dict[str, Any]) -> list[str]:
    prompt = " ".join(each["prompt"].split())
    cut = prompt if len(prompt) <= LONGEST else prompt[: LONGEST - 1] + "…"
    when = each["createdAt"][5:16].replace("T", " ")
    return [each["id"], when, each["status"], f"{each['made']}/{each['count']}", cut]


app.command()(image_endings.cancel)
app.command()(image_endings.retry)
app.command()(image_accounts.grant)
app.command()(image_accounts.stats)
