"""Colours, and how they are changed."""

RGB = tuple[int, int, int]


def rgb(colour: str) -> RGB:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def shade(colour: RGB, factor: float, warm: float = 0.0) -> RGB:
    """Lighter above 1, darker below; `warm` moves it towards brown."""
    red, green, blue = (min(255.0, channel * factor) for channel in colour)
    return int(min(255, red + 18 * warm)), int(green), int(max(0, blue - 26 * warm))


def mix(one: RGB, two: RGB, share: float) -> RGB:
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(one, two, strict=True))
    return red, green, blue
