"""Options that many commands have."""

from typing import Annotated
from uuid import UUID

import typer

Url = Annotated[str | None, typer.Option("--url", help="The system; by default the one running here.")]
Token = Annotated[
    str | None, typer.Option("--token", help="An access token; not needed here, or where you signed in with `login`.")
]
Json = Annotated[bool, typer.Option("--json", help="One JSON object a line on stdout.")]
Yes = Annotated[bool, typer.Option("--yes", help="Without asking.")]
Watch = Annotated[bool, typer.Option("--watch", help="Follow it to its end.")]
BatchId = Annotated[UUID, typer.Argument(help="The batch's id.")]
GenerationId = Annotated[UUID, typer.Argument(help="The generation's id.")]
RecipeId = Annotated[UUID, typer.Argument(help="The recipe's id.")]
