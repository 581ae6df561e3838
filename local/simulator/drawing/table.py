"""The table round the dish: its surface, out of focus where it is far, and two to four things on it."""

import random

from PIL import Image, ImageFilter

from local.simulator.drawing.props.cloths import lay_cloth
from local.simulator.drawing.props.cutlery import lay_cutlery
from local.simulator.drawing.props.morsels import lay_crumbs, lay_small_bowl, lay_sprigs
from local.simulator.drawing.scene import Scene
from local.simulator.drawing.surfaces import cut

PROPS = {
    "napkin": lay_cloth,
    "cloth": lay_cloth,
    "linen": lay_cloth,
    "fork": lay_cutlery,
    "spoon": lay_cutlery,
    "knife": lay_cutlery,
    "cutlery": lay_cutlery,
    "bowl": lay_small_bowl,
    "glass": lay_small_bowl,
    "salt": lay_small_bowl,
    "lemon": lay_sprigs,
    "herb": lay_sprigs,
    "sprig": lay_sprigs,
    "seeds": lay_crumbs,
    "pepper": lay_crumbs,
}


def lay_table(scene: Scene, width: int, height: int, draw: random.Random) -> Image.Image:
    """The surface; where the camera is low, its far part is out of focus."""
    board = cut(scene.surface, width, height, scene.flat, draw)
    if scene.flat < 0.9:
        depth = draw.uniform(0.3, 0.5)
        far = board.crop((0, 0, width, int(height * depth)))
        small = far.reduce(6).filter(ImageFilter.GaussianBlur(2))
        blurred = small.resize(far.size, Image.Resampling.BICUBIC)
        fade = (
            Image.linear_gradient("L")
            .resize((1, far.height))
            .point([min(255, (255 - value) * 2) for value in range(256)])
        )
        board.paste(blurred, (0, 0), fade.resize(far.size))
    return board


def lay_props(board: Image.Image, scene: Scene, draw: random.Random) -> None:
    """Two to four things at the border, those the prompt names first."""
    wanted = [PROPS[name] for name in scene.props if name in PROPS]
    others = [lay_cloth, lay_cutlery, lay_small_bowl, lay_sprigs, lay_crumbs]
    chosen = list(dict.fromkeys(wanted))[:3]
    for _ in range(draw.randint(2, 3)):
        chosen.append(draw.choice(others))
    order = [lay_cloth, lay_crumbs, lay_sprigs, lay_cutlery, lay_small_bowl]
    for prop in sorted(dict.fromkeys(chosen), key=order.index):
        prop(board, scene, draw)
