"""`PUT /_brigade/warm/<function>?count=1`: environments of a function made ready before its first call.

What provisioned concurrency does in the cloud; here the cold starts of all functions share a few cores.
"""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import parse_qs

from local.cloud.deployed_functions import DeployedFunctions
from local.cloud.lambda_host import Crashed
from local.cloud.streaming import WebFunctions

PATH = "/_brigade/warm/"
Application = Callable[[dict[str, Any], Any, Any], Awaitable[None]]


class WarmStarts:
    """The emulator's application with one more route."""

    def __init__(self, app: Application, functions: DeployedFunctions, web: WebFunctions) -> None:
        self.app = app
        self.functions = functions
        self.web = web

    async def __call__(self, scope: dict[str, Any], receive: Any, send: Any) -> None:
        if scope["type"] != "http" or not scope["path"].startswith(PATH):
            await self.app(scope, receive, send)
            return
        query = parse_qs(scope["query_string"].decode())
        status = await self.warm(scope["path"].removeprefix(PATH), int(query.get("count", ["1"])[0]))
        await send({"type": "http.response.start", "status": status, "headers": []})
        await send({"type": "http.response.body", "body": b""})

    async def warm(self, name: str, count: int) -> int:
        """The status: 204 ready, 404 no such function, 500 it does not start."""
        try:
            function = self.functions.of(name)
            if function.handler.endswith(".sh"):
                await self.web.port_of(function)
            else:
                await asyncio.to_thread(self.functions.host.warm_up, function, count)
        except LookupError:
            return 404
        except (Crashed, OSError):
            return 500
        return 204
