"""What users look for among pictures, change of them, and are shown of them."""

from typing import Annotated, Any
from uuid import UUID

from pydantic import AwareDatetime, Field, model_validator

from brigade.image_generation.request import Subject
from brigade.image_generation.views import PicturePage, PictureView
from brigade.images.picture import Change, Picture
from brigade.model import Wire
from brigade.text import text

LARGEST_PAGE = 100
LONGEST_SEARCH = 200
LONGEST_SIDE = 100_000
THUMBNAIL = "thumbnail"

Words = Annotated[str, text(LONGEST_SEARCH)]
Name = Annotated[str, text(100)]


class PageQuery(Wire):
    """The query string of a list of pictures; `after` is the `next` of the page before."""

    after: UUID | None = None
    limit: int = Field(default=50, ge=1, le=LARGEST_PAGE)


class PictureQuery(PageQuery):
    """The query string of the search. `text` is looked for in prompts and alt texts, word by word; `since` is in, and
    `until` out. `mine` matters to administrators, who else find everybody's.
    """

    text: Words | None = None
    provider: Name | None = None
    model: Name | None = None
    since: AwareDatetime | None = None
    until: AwareDatetime | None = None
    min_width: int | None = Field(default=None, ge=1, le=LONGEST_SIDE)
    max_width: int | None = Field(default=None, ge=1, le=LONGEST_SIDE)
    min_height: int | None = Field(default=None, ge=1, le=LONGEST_SIDE)
    max_height: int | None = Field(default=None, ge=1, le=LONGEST_SIDE)
    mine: bool = False


class PictureEdit(Wire):
    """The body of `PUT /api/images/{imageId}`: what is left out stays. A rating or subject of null is taken away."""

    alt_text: Annotated[str, text(125)] = ""
    rating: int | None = Field(default=None, ge=1, le=5)
    subject: Subject | None = None

    @model_validator(mode="after")
    def _changes_something(self) -> "PictureEdit":
        if not self.model_fields_set:
            raise ValueError("give one of altText, rating and subject at least")
        return self

    @property
    def change(self) -> Change:
        columns = self.model_dump(include=self.model_fields_set - {"subject"}, by_alias=False)
        return Change(**columns, **(self._subject() if "subject" in self.model_fields_set else {}))

    def _subject(self) -> dict[str, Any]:
        subject = self.subject
        return {"subject_type": subject and subject.type, "subject_id": subject and subject.id}


def picture_view(picture: Picture, *, tells_cost: bool) -> PictureView:
    known = picture.model_dump(exclude={"recipe_id", "owner_id", "subject_type", "subject_id", "cost_micros",
                                        "quality_score"})  # fmt: skip
    return PictureView(
        **known, subject=_subject_of(picture), quality=picture.quality_score,
        thumbnail_url=picture.variants.get(THUMBNAIL, picture.url),
        cost_usd=picture.cost_micros / 1e6 if tells_cost else None,
    )  # fmt: skip


def _subject_of(picture: Picture) -> Subject | None:
    if picture.subject_type is None or picture.subject_id is None:
        return None
    return Subject(type=picture.subject_type, id=picture.subject_id)


def page_of(pictures: list[Picture], limit: int, *, tells_cost: bool) -> PicturePage:
    """`pictures` are as many as were asked for, and one more where there are more."""
    shown = [picture_view(picture, tells_cost=tells_cost) for picture in pictures[:limit]]
    return PicturePage(pictures=shown, next=shown[-1].id if len(pictures) > limit else None)
