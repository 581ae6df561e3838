"""Saying the same a little differently: several pictures of one prompt, and one too like another, are to differ."""

from brigade.image_generation.generation import Wish
from brigade.images.asked import Asked

TURNS = (
    "", "Seen from a little closer.", "Seen from above.", "Seen from the side, in warmer light.",
    "Another arrangement, seen from a low angle.", "Another background, with the light from behind.",
    "Seen from farther away.", "Cooler light, another arrangement.",
)  # fmt: skip


def varied(asked: Asked, wish: Wish, position: int, attempt: int) -> Asked:
    """A custom prompt is sent as it is, until a picture of it came out too like another."""
    turn = TURNS[(attempt if wish.verbatim else position + attempt) % len(TURNS)]
    return asked.model_copy(update={"prompt": f"{asked.prompt}\n\n{turn}"}) if turn else asked
