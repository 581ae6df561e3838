"""One picture for any shape of provider: admitted, delayed and spoiled as the options say, then drawn."""

import asyncio

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from local.simulator.answers import image_tokens, token_count
from local.simulator.chance import digest
from local.simulator.easel import Easel
from local.simulator.gate import Gate
from local.simulator.journal import IMAGE_SECONDS, Call
from local.simulator.requests import ImageRequest

DRAWING_WAITS = 3.0  # of the seconds a real picture takes: drawing at once would crowd whoever starts the next calls
SLOWER = 6.0  # times, where a call is slow
UNDRAWN = ("garbage", "no_picture")


class Studio:
    def __init__(self, gate: Gate, easel: Easel) -> None:
        self.gate = gate
        self.easel = easel

    async def picture(self, asked: ImageRequest, call: Call, request: Request) -> bytes:
        """The encoded picture, b"" where the call's fault is that there is none. Raises ApiError."""
        self.gate.admit(call, 0)
        self.gate.fault_of(call, asked.prompt)
        await self.gate.fail(call, asked.prompt, request)
        call.input_tokens, call.output_tokens = token_count(asked.prompt), 0
        picture, cpu = b"", 0.0
        if call.fault not in UNDRAWN:
            picture, cpu = await self._drawn(asked, call)
            call.output_tokens = image_tokens(asked.width, asked.height, asked.quality)
        call.tokens = call.input_tokens + call.output_tokens
        await self.gate.pace(call, IMAGE_SECONDS * (SLOWER if call.fault == "slow" else 1.0), cpu)
        return picture

    async def _drawn(self, asked: ImageRequest, call: Call) -> tuple[bytes, float]:
        occurrence = self.gate.occurrence(call)
        await asyncio.sleep(DRAWING_WAITS * self.gate.options.latency)
        return await self.easel.draw(asked, self.gate.options.seed, occurrence, call.fault)


def gone_by(prompt: str, photos: list[str]) -> str:
    """The prompt as it is drawn by photos: others give another picture."""
    return f"{prompt}\n(photos {digest(*photos).hex()[:16]})" if photos else prompt


def garbage() -> Response:
    """What a gateway answers in place of a provider, as if all were well."""
    return HTMLResponse("<!doctype html><title>Welcome</title><h1>It works!</h1> (model simulator)")
