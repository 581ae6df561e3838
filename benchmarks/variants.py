"""The four variants of a picture, against the bare encoder on pictures that are already cut to size."""

import io
import random

from PIL import Image, ImageFilter

from benchmarks.ratio import Ratio, in_turn
from brigade.images.variants import VARIANTS
from brigade_io.images.pictures import encode, open_picture

ROUNDS = 15


def measure() -> Ratio:
    master = _master()
    picture = open_picture(master)
    cut = [(variant, picture.resize((variant.width, variant.height))) for variant in VARIANTS]

    def ours() -> None:
        opened = open_picture(master)
        for variant in VARIANTS:
            encode(opened, variant)

    def peer() -> None:
        for variant, resized in cut:
            resized.save(io.BytesIO(), "WEBP", quality=variant.quality, method=2)

    mine, other = in_turn(ours, peer, ROUNDS)
    return Ratio("open a master and make its variants", min(mine), min(other), "the bare encoder on ready sizes", 1.6)


def _master() -> bytes:
    """A picture as busy as a photograph: soft colour under fine grain."""
    dice = random.Random(7)
    small = Image.frombytes("RGB", (38, 26), dice.randbytes(38 * 26 * 3)).resize((1216, 832), Image.Resampling.BICUBIC)
    grain = Image.frombytes("RGB", (1216, 832), dice.randbytes(1216 * 832 * 3)).filter(ImageFilter.GaussianBlur(1))
    file = io.BytesIO()
    Image.blend(small, grain, 0.25).save(file, "JPEG", quality=92)
    return file.getvalue()
