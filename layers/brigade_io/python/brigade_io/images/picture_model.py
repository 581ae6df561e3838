"""What every image provider's adapter can do, and all that the rest of the house knows of it."""

from typing import Protocol

from brigade.images.asked import Asked


class PictureModel(Protocol):
    """One model at one provider. Adapters are made with its `ImageModelSettings`, and with whom to tell the headers of
    each answer.
    """

    def key(self) -> str:
        """The key of this moment, "" where the function's role signs in.

        Read it before a call is entered at the desk: its trouble is not the provider's.
        """
        ...

    def picture(self, asked: Asked, key: str) -> tuple[bytes, int]:
        """One picture as its provider made it, and its cost in millionths of a dollar.

        Whatever comes, only BrigadeErrors leave here; those of a call that was paid tell its cost.
        """
        ...

    def most_cost(self, asked: Asked) -> int:
        """More than this picture can cost, in millionths of a dollar."""
        ...
