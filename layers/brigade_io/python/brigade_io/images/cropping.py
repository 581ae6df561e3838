"""Where to cut a picture that is wider or taller than it is to be: round what catches the eye, or in the middle.

What catches the eye is edges and strong colour, weighed less towards the rim. A window beside the middle is taken only
where it holds clearly more of it: most photographs are composed round their middle.
"""

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from brigade.images.variants import Box, Variant, centre_crop

LONGEST = 96  # pixels of the longer side that are looked at
COLOUR = 0.4  # what strong colour weighs beside an edge
RIM = 0.6  # how much less the outermost counts
BETTER = 1.12  # times what the middle holds

Map = NDArray[np.float64]


def crop_for(picture: Image.Image, variant: Variant) -> Box:
    """The box (left, top, right, bottom) of the variant's shape to be kept, as large as can be."""
    middle = centre_crop(*picture.size, variant)
    sideways = middle[0] > 0
    room = picture.width - (middle[2] - middle[0]) if sideways else picture.height - (middle[3] - middle[1])
    if room < 2:
        return middle
    start = round(room * _best_start(_along(picture, sideways), 1 - room / picture.size[not sideways]))
    left, top, right, bottom = middle
    return (start, top, start + right - left, bottom) if sideways else (left, start, right, start + bottom - top)


def _along(picture: Image.Image, sideways: bool) -> Map:
    """How much there is to see in each column, or row."""
    seen: Map = _interest(picture).sum(axis=0 if sideways else 1)
    return seen


def _interest(picture: Image.Image) -> Map:
    small = picture.copy()
    small.thumbnail((LONGEST, LONGEST), Image.Resampling.BOX, reducing_gap=1.0)
    pixels = np.asarray(small, dtype=np.float64) / 255
    down, across = np.gradient(pixels.mean(axis=2))
    edges, colour = np.hypot(down, across), np.ptp(pixels, axis=2)
    found: Map = (_even(edges) + COLOUR * _even(colour)) * _nearness(edges.shape)
    return found


def _even(values: Map) -> Map:
    """As shares of their mean, so that dull pictures count like bright ones."""
    mean = values.mean()
    return values / mean if mean > 0 else np.ones_like(values)


def _nearness(shape: tuple[int, ...]) -> Map:
    rows, columns = (np.abs(np.linspace(-1, 1, length)) for length in shape)
    near: Map = 1 - RIM * np.maximum(rows[:, None], columns[None, :])
    return near


def _best_start(seen: Map, share: float) -> float:
    """Where a window of this share of the whole begins, from 0 at the start of its room to 1 at its end."""
    window = max(1, round(share * len(seen)))
    sums = np.convolve(seen, np.ones(window), "valid")
    best, last = int(sums.argmax()), len(sums) - 1
    if last == 0 or sums[best] < BETTER * sums[last // 2]:
        return 0.5
    return best / last
