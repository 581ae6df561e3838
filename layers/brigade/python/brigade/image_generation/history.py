"""What a user looks for among the own generations."""

from typing import Annotated
from uuid import UUID

from pydantic import Field

from brigade.image_generation.generation import Status
from brigade.model import Wire
from brigade.text import containing, text

LARGEST_PAGE = 100
LONGEST_SEARCH = 200

Search = Annotated[str, text(LONGEST_SEARCH)]


class HistoryQuery(Wire):
    """The query string of the history; `text` is looked for in prompts, `after` is the `next` of the page before."""

    text: Search | None = None
    status: Status | None = None
    after: UUID | None = None
    limit: int = Field(default=20, ge=1, le=LARGEST_PAGE)

    @property
    def pattern(self) -> str | None:
        return None if self.text is None else containing(self.text)
