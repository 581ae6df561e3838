"""The HTTP server of the model simulator: OpenAI's paths under /v1, other providers' under their names, its own under
/simulator.
"""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

from starlette.applications import Starlette
from starlette.datastructures import Headers
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from local.asking import is_of_a_page
from local.simulator.answers import ApiError
from local.simulator.bedrock import Bedrock
from local.simulator.controls import Controls
from local.simulator.easel import Easel
from local.simulator.fal import Fal
from local.simulator.gate import Gate
from local.simulator.google import Google
from local.simulator.jobs import Jobs
from local.simulator.options import Options
from local.simulator.pantry import aliases, pantry
from local.simulator.provider import Provider
from local.simulator.replicate import Replicate
from local.simulator.studio import Shelf, Studio
from local.simulator.uploads import Uploads

Endpoint = Callable[[Request], Awaitable[Response]]


def make_app(options: Options) -> Starlette:
    """The server's application."""
    pantry(), aliases()  # the first recipe should not pay for reading the foods
    gate, easel = Gate(options), Easel(options.workers)
    studio, controls, uploads = Studio(gate, easel), Controls(gate), Uploads(gate)
    provider, google, bedrock = Provider(gate, studio), Google(gate, studio), Bedrock(gate, studio)
    shelf = Shelf()
    fal, replicate = Fal(gate, studio, shelf), Replicate(gate, studio, shelf)
    jobs = Jobs(gate, provider, uploads)

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        easel.open()
        yield
        easel.close()

    paths: list[tuple[str, Endpoint, str]] = [
        ("/v1/responses", provider.responses, "POST"),
        ("/v1/images/generations", provider.generations, "POST"),
        ("/v1/images/edits", provider.edits, "POST"),
        ("/v1/models", provider.models, "GET"),
        ("/google/v1beta/models", google.models, "GET"),
        ("/google/v1beta/models/{model}", google.models, "GET"),
        ("/google/v1beta/models/{model}:generateContent", google.generate, "POST"),
        ("/bedrock/model/{model}/invoke", bedrock.invoke, "POST"),
        ("/fal/{model:path}", fal.run, "POST"),
        ("/replicate/v1/models/{model:path}/predictions", replicate.create, "POST"),
        ("/replicate/v1/predictions/{id}", replicate.retrieve, "GET"),
        ("/replicate/v1/models/{model:path}", replicate.model, "GET"),
        ("/v1/files", uploads.upload, "POST"),
        ("/v1/files/{file}/content", uploads.content, "GET"),
        ("/v1/batches", jobs.create, "POST"),
        ("/v1/batches", jobs.newest, "GET"),
        ("/v1/batches/{job}", jobs.retrieve, "GET"),
        ("/v1/batches/{job}/cancel", jobs.cancel, "POST"),
        ("/simulator/pictures/{name}.jpg", shelf.get, "GET"),
        ("/simulator/health", controls.health, "GET"),
        ("/simulator/journal", controls.read_journal, "GET"),
        ("/simulator/journal", controls.clear_journal, "DELETE"),
        ("/simulator/script", controls.set_script, "POST"),
        ("/simulator/script", controls.clear_script, "DELETE"),
        ("/simulator/settings", controls.change_settings, "POST"),
    ]
    routes = [Route(path, endpoint, methods=[method]) for path, endpoint, method in paths]
    return Starlette(
        routes=routes, lifespan=lifespan, middleware=[Middleware(NoPages)], exception_handlers={ApiError: answer_error}
    )


class NoPages:
    """No web page may read what was asked here, or change what is answered."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and is_of_a_page(Headers(scope=scope)):
            await JSONResponse(ApiError(403, "no web page may ask here").body(), 403)(scope, receive, send)
        else:
            await self.app(scope, receive, send)


async def answer_error(_: Request, error: Exception) -> Response:
    """The provider's error body."""
    assert isinstance(error, ApiError)
    return JSONResponse(error.body(), error.status, headers=error.headers)
