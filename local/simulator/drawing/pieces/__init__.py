"""Every piece of food that can be drawn, by the name of its shape."""

from local.simulator.drawing.pieces.cuts import CUTS
from local.simulator.drawing.pieces.greens import GREENS
from local.simulator.drawing.pieces.piece import Piece
from local.simulator.drawing.pieces.slabs import SLABS
from local.simulator.drawing.pieces.strands import STRANDS
from local.simulator.drawing.pieces.strewn import STREWN
from local.simulator.drawing.pieces.whole import WHOLE

PIECES: dict[str, Piece] = {**CUTS, **GREENS, **SLABS, **STRANDS, **STREWN, **WHOLE}
