"""`brigade image cancel` and `brigade image retry`."""

from typing import Annotated, Any
from uuid import UUID

import typer

from local.cli.asking import require_consent
from local.cli.entrance import client_of
from local.cli.generation_view import tell
from local.cli.image_api import ImageApi
from local.cli.options import GenerationId, Json, Token, Url, Watch, Yes
from local.cli.output import counted, give, say
from local.problem import Problem


def cancel(
    generation_id: Annotated[str | None, typer.Argument(help="The generation's id; or --pending, or --all.")] = None,
    pending: Annotated[bool, typer.Option("--pending", help="All that wait.")] = False,
    everything: Annotated[bool, typer.Option("--all", help="Also what is in work.")] = False,
    url: Url = None,
    token: Token = None,
    as_json: Json = False,
) -> None:
    """Cancel a generation, or several. What waits ends at once; what is under way comes to its end first."""
    if (generation_id is not None) + pending + everything != 1:
        raise Problem("Cancel what?", hint="Give the id of one, or --pending, or --all.", exit_code=2)
    api = ImageApi(client_of(url, token))
    answer = api.cancel(_uuid(generation_id)) if generation_id else api.cancel_all("all" if everything else "pending")
    if as_json:
        give(answer)
    else:
        say(answer["step"] if generation_id else _ends(answer))


def _uuid(text: str) -> str:
    try:
        return str(UUID(text))
    except ValueError:
        raise Problem(f"{text!r} is no valid UUID.", exit_code=2) from None


def _ends(answer: dict[str, Any]) -> str:
    ended, ending = len(answer["cancelled"]), len(answer["cancelling"])
    if not ended + ending:
        return "There was nothing to cancel."
    return f"{counted(ended, 'generation')} cancelled" + (f", {ending} come to their end." if ending else ".")


def retry(
    generation_id: GenerationId,
    yes: Yes = False,
    watch: Watch = False,
    url: Url = None,
    token: Token = None,
    as_json: Json = False,
) -> None:
    """Try again what failed or was cancelled. It is paid again; what is made stays."""
    client = client_of(url, token)
    api = ImageApi(client)
    held = api.status(str(generation_id))
    missing = held["count"] - held["made"]
    require_consent(f"Try {counted(missing, 'picture')} again, which cost {_about(held, missing)} credits?", yes)
    tell(client, api.retry(str(generation_id)), watch, as_json)


def _about(held: dict[str, Any], missing: int) -> str:
    return f"about {-(-held['price'] * missing // max(1, held['count']))}"
