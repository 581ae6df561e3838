"""What a provider can do, asked before anything depends on it: its models, one tiny answer, pictures, jobs.

It is asked as the functions ask it, through their adapters. All of it costs less than a hundredth of a cent.
"""

import re
from collections.abc import Collection, Mapping

from brigade.errors import (
    AccessDenied,
    AnswerTruncated,
    BatchesMissing,
    BrigadeError,
    EndpointMissing,
    ImageRefused,
    KeyRefused,
    ModelBusy,
    ModelDown,
    ModelMissing,
    ModelSlow,
    NotVerified,
    ParameterRefused,
    PromptRefused,
    QuotaExhausted,
    Rejected,
    Transient,
)
from brigade.generation.asking import WAYS, Way
from brigade.generation.prompts import Prompt
from brigade.providers.answers import json_or_nothing
from brigade.providers.refusals import OK, error_of, refusal_of
from brigade.providers.unwrapping import is_whole, object_within
from brigade.settings import ImageModelSettings
from brigade_io.generation.text_model import TextModel
from brigade_io.images.openai_pictures import PATH
from brigade_io.providers.job_board import JobBoard
from brigade_io.providers.wire import Wire
from local.finding import Finding
from local.image_preflight import pictured_by
from local.problem import Problem
from local.provider import OPENAI, Provider

SECONDS = 30.0  # for each question
MOST_BYTES = 4_000_000
DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
MOST_NAMED = 8  # models in a sentence
TINY = {
    "type": "object", "properties": {"ready": {"type": "boolean"}}, "required": ["ready"],
    "additionalProperties": False,
}  # fmt: skip
QUESTION = "Answer with a JSON object and nothing else."  # which fields it has, only a heeded schema tells
IMPOSSIBLE = {"prompt": "", "size": "1x1", "n": 0}  # no picture, so nothing to pay
IN_WORDS: dict[Way, str] = {
    "responses": "/responses with a JSON schema",
    "chat-schema": "/chat/completions with a JSON schema",
    "chat-object": "/chat/completions in JSON mode, with the fields stated in the prompt",
}
NEXT_STEPS: dict[type[BrigadeError], str] = {
    KeyRefused: "Check OPENAI_API_KEY.",
    AccessDenied: "Check the key's permissions and its project.",
    NotVerified: "Verify the organisation in the provider's settings, or choose another model.",
    QuotaExhausted: "Add credit at the provider, or raise its spending limit.",
    EndpointMissing: "Check OPENAI_BASE_URL: it usually ends in /v1.",
    ParameterRefused: "Choose another model.",
    ModelSlow: "Try again, or choose a faster server or model.",
    ModelBusy: "Wait a while.",
    AnswerTruncated: "Choose a model that thinks less before it writes.",
    ModelDown: "Start the server, or correct OPENAI_BASE_URL.",
}


def preflight(provider: Provider) -> list[Finding]:
    """What the provider can do. Nothing it answers is an error here."""
    listed = models_of(Wire(provider.text_base_url), provider.key)
    return [_prices(provider), _models(provider, listed), _texts(provider, listed), *_pictures(provider),
            _jobs(provider)]  # fmt: skip


def require_texts(findings: list[Finding]) -> None:
    """Raises Problem where nothing can be written. Pictures can be missing: recipes keep their placeholders."""
    for finding in findings:
        if finding.check == "provider's texts" and finding.ok is False:
            raise Problem(f"The provider writes no recipes: {finding.words}", exit_code=2)


def models_of(wire: Wire, key: str) -> dict[str, str] | None:
    """The models that the server lists, each with the day of its shutdown or ""; None where it lists none."""
    try:
        heard = wire.get("/models", key, SECONDS, MOST_BYTES)
    except BrigadeError:
        return None
    body = json_or_nothing(heard.body) if heard.status == OK else None
    entries = body.get("data") if isinstance(body, Mapping) else None
    known = [each for each in entries if isinstance(each, Mapping)] if isinstance(entries, list) else []
    return {each["id"]: _day(each.get("shutdown_date")) for each in known if isinstance(each.get("id"), str)} or None


def _day(told: object) -> str:
    return told if isinstance(told, str) and DAY.fullmatch(told) else ""


def _prices(provider: Provider) -> Finding:
    try:
        provider.require_prices()
    except Problem as problem:
        return Finding("provider's prices", False, f"{problem} {problem.hint}".strip())
    return Finding("provider's prices", True, "known for all models")


def _models(provider: Provider, listed: dict[str, str] | None) -> Finding:
    if listed is None:
        return Finding("provider's models", None, f"{provider.text_base_url} lists none")
    wanted = provider.settings.text_model
    if wanted not in listed:
        return Finding("provider's models", None, f"{len(listed)} listed, {wanted} is none of them: {_named(listed)}")
    end = f", shut down on {listed[wanted]}" if listed[wanted] else ""
    return Finding("provider's models", True, f"{len(listed)} listed, {wanted} is one of them{end}")


def _named(models: Collection[str]) -> str:
    rest = len(models) - MOST_NAMED
    return ", ".join(list(models)[:MOST_NAMED]) + (f" and {rest} more" if rest > 0 else "")


# --- Texts ---------------------------------------------------------------------------------------


def _texts(provider: Provider, listed: Collection[str] | None) -> Finding:
    model = _text_model(provider)
    try:
        way = _way_of(model, provider.key)
    except BrigadeError as error:
        ok = False if isinstance(error, (Rejected, ModelDown)) else None  # a busy or a waking server will answer
        return Finding("provider's texts", ok, f"{error}. {_next_step(error, 'TEXT', listed)}")
    if way is None:
        words = "it answers, but gives no JSON in any of the ways we know. Choose another model or server."
        return Finding("provider's texts", False, words)
    return Finding("provider's texts", True, f"{model.settings.text_model} answers at {IN_WORDS[way]}")


def _text_model(provider: Provider) -> TextModel:
    brief = {"text_base_url": provider.text_base_url, "text_timeout": SECONDS}
    model = TextModel(provider.settings.model_copy(update={**brief, "text_price_in": 0.0, "text_price_out": 0.0}))
    model.schema = TINY
    return model


def _way_of(model: TextModel, key: str) -> Way | None:
    """The first way in which the field asked for comes, else the last where any JSON does; None where none does.

    Raises what keeps the model from answering.
    """
    prompt = Prompt(position=0, round=0, instructions=QUESTION, text="Are you there?")
    some: Way | None = None
    for _ in WAYS:
        found = object_within(model.answer(prompt, key)[0].text)
        if is_whole(found, model.schema):
            return model.manners.way
        some = some if found is None else WAYS[-1]
    return some


# --- Pictures ------------------------------------------------------------------------------------


def _pictures(provider: Provider) -> list[Finding]:
    """Of each image model in the order in which they are asked."""
    first, *others = provider.settings.image_models
    first = first.model_copy(update={"base_url": provider.image_base_url})
    keys = provider.images.keys
    preferred = _pictured("provider's pictures", first, provider.image_key)
    return [preferred, *(_pictured(f"pictures of {each.name}", each, keys.get(each.kind, "none")) for each in others)]


def _pictured(name: str, model: ImageModelSettings, key: str) -> Finding:
    return _of_openai(name, model, key) if model.kind == "openai" else pictured_by(name, model, key)


def _of_openai(name: str, model: ImageModelSettings, key: str) -> Finding:
    url = model.base_url or OPENAI
    error = _refusal_of_picture(url, model.model, key)
    if isinstance(error, EndpointMissing):
        words = (
            f"{url} makes none: recipes will keep their placeholders. "
            "Set BRIGADE_IMAGE_BASE_URL to a server that makes pictures."
        )
        return Finding(name, None, words)
    if error is None or isinstance(error, (PromptRefused, ParameterRefused, ImageRefused)):
        words = (
            f"{url} takes requests for them. It was asked for an impossible one, which costs "
            "nothing; whether the model makes pictures shows at the first."
        )
        return Finding(name, True, words)
    return Finding(name, None if isinstance(error, Transient) else False, f"{error}. {_next_step(error, 'IMAGE')}")


def _refusal_of_picture(url: str, model: str, key: str) -> BrigadeError | None:
    """What the server says to a picture that nobody can make; None where it says nothing against it."""
    try:
        heard = Wire(url).post(PATH, {"model": model, **IMPOSSIBLE}, key, SECONDS, MOST_BYTES)
    except BrigadeError as error:
        return error
    return None if heard.status == OK else error_of(refusal_of(heard.status, json_or_nothing(heard.body)), ImageRefused)


# --- Jobs ----------------------------------------------------------------------------------------


def _jobs(provider: Provider) -> Finding:
    """Whether work can be left for the night: nothing that is made by day depends on it."""
    name = "provider's jobs"
    images = [provider.image_base_url] if provider.images.kind == "openai" else []
    for url in dict.fromkeys([provider.text_base_url, *images]):
        try:
            JobBoard(url).require(provider.key)
        except BatchesMissing:
            return Finding(name, None, f"{url} takes none: nothing can be made overnight, at half the price")
        except BrigadeError as error:
            return Finding(name, None, f"{error}. {_next_step(error, 'TEXT')}")
    return Finding(name, True, "it takes them: what has all night costs half")


def _next_step(error: BrigadeError, which: str, listed: Collection[str] | None = None) -> str:
    if isinstance(error, ModelMissing):
        known = f": {_named(listed)}" if listed else ""
        return f"Set BRIGADE_{which}_MODEL to one that it has{known}."
    return NEXT_STEPS.get(type(error), "Look at what the server logs.")
