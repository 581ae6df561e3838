"""How a dish is photographed: the camera side of a picture, varied over a batch so that no two look alike."""

from enum import StrEnum

from brigade.model import Message


class Vessel(StrEnum):
    WHITE_PLATE = "white ceramic plate"
    SHALLOW_BOWL = "shallow stoneware bowl"
    DEEP_BOWL = "deep ceramic bowl"
    BLACK_PLATE = "matte black plate"
    BLUE_PLATE = "speckled blue plate"
    SKILLET = "cast-iron skillet"
    WOODEN_BOARD = "wooden serving board"
    GLASS_BOWL = "clear glass bowl"


class Surface(StrEnum):
    RUSTIC_WOOD = "rustic wooden table"
    WHITE_MARBLE = "white marble counter"
    DARK_SLATE = "dark slate"
    LINEN = "natural linen cloth"
    TERRACOTTA = "terracotta tiles"
    PALE_OAK = "pale oak table"
    BLUE_TILE = "blue glazed tiles"
    CONCRETE = "grey concrete"


class Light(StrEnum):
    SIDE = "soft natural side light"
    MORNING = "bright morning window light"
    GOLDEN = "warm golden evening light"
    OVERCAST = "even overcast daylight"
    MOODY = "moody low-key light"


class Angle(StrEnum):
    THREE_QUARTER = "45 degree angle"
    OVERHEAD = "overhead flat lay"
    LOW = "low 20 degree angle"
    CLOSE = "close-up three-quarter view"


class Props(StrEnum):
    """What else lies in the frame: little, and never food that the recipe does not hold."""

    NAPKIN = "a folded linen napkin"
    FORK = "a single fork"
    SPOON = "a wooden spoon"
    NOTHING = "nothing else in the frame"
    WATER = "a glass of water out of focus"
    CLOTH = "a striped kitchen cloth"
    CUTLERY = "plain steel cutlery"


class Photograph(Message):
    """The photographic attributes of one picture."""

    vessel: Vessel
    surface: Surface
    light: Light
    angle: Angle
    props: str
