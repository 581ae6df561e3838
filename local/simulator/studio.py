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
MOST_KEPT = 200
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


class Shelf:
    """Where pictures lie that are answered as an address: the newest `MOST_KEPT` of them."""

    def __init__(self) -> None:
        self.pictures: dict[str, bytes] = {}

    def put(self, picture: bytes, request: Request) -> str:
        """The picture's address at this server."""
        name = digest(picture.hex()).hex()[:32]
        self.pictures[name] = picture
        while len(self.pictures) > MOST_KEPT:
            del self.pictures[next(iter(self.pictures))]
        return f"{request.url.scheme}://{request.url.netloc}/simulator/pictures/{name}.jpg"

    async def get(self, request: Request) -> Response:
        picture = self.pictures.get(request.path_params["name"])
        return Response(picture, media_type="image/jpeg") if picture else Response(status_code=404)


def side_of(value: object) -> int:
    """A length in pixels that can be drawn: a multiple of 16, 1024 where none is told."""
    told = value if isinstance(value, int) else 1024
    return max(256, min(1536, told // 16 * 16))


def gone_by(prompt: str, photos: list[str]) -> str:
    """The prompt as it is drawn by photos: others give another picture."""
    return f"{prompt}\n(photos {digest(*photos).hex()[:16]})" if photos else prompt


def garbage() -> Response:
    """What a gateway answers in place of a provider, as if all were well."""
    return HTMLResponse("<!doctype html><title>Welcome</title><h1>It works!</h1> (model simulator)")
