"""What Google's Gemini API answers for a picture, read without trust.

A block is an answer with status 200: of the prompt in `promptFeedback`, of the picture as the reason why the model
finished. It may also finish without a picture and without a block; asked again it often makes one.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from brigade.errors import AnswerRefused, BrigadeError, ImageRefused, ModelDown
from brigade.providers.answers import object_of
from brigade.providers.pictured import data_in
from brigade.providers.refusals import Refusal, name_in, refusal_of
from brigade.providers.untrusted import fields_of, objects_in
from brigade.providers.usage import Usage, counted_in

BLOCKED = (
    "SAFETY", "RECITATION", "BLOCKLIST", "PROHIBITED_CONTENT", "SPII",
    "IMAGE_SAFETY", "IMAGE_RECITATION", "IMAGE_PROHIBITED_CONTENT",
)  # fmt: skip
PICTURELESS = ("STOP", "MAX_TOKENS", "OTHER", "NO_IMAGE", "IMAGE_OTHER")  # the model works, and drew nothing
BY_THE_DAY = "PerDay"  # in the name of a quota that is not back within minutes


def gemini_picture_of(answer: Any) -> bytes:
    """The last picture that is not one of the model's thoughts.

    Raises ImageRefused, AnswerRefused where the model drew none, ModelDown.
    """
    fields = object_of(answer)
    if reason := fields_of(fields.get("promptFeedback")).get("blockReason"):
        raise ImageRefused(f"the provider's content filter stopped the prompt ({name_in(reason) or 'untold'})")
    candidate = next(iter(objects_in(fields.get("candidates"))), {})
    if drawn := list(_drawn(candidate)):
        return data_in(drawn[-1].get("data"))
    raise _pictureless(candidate.get("finishReason"))


def _drawn(candidate: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    for part in objects_in(fields_of(candidate.get("content")).get("parts")):
        if (inline := fields_of(part.get("inlineData"))) and not part.get("thought"):
            yield inline


def _pictureless(reason: Any) -> BrigadeError:
    if reason in BLOCKED:
        return ImageRefused(f"the provider's content filter stopped the picture ({reason})")
    if reason in PICTURELESS:
        return AnswerRefused(f"the model drew no picture ({reason})")
    return ModelDown("the provider's answer holds no picture")


def gemini_usage(answer: Any) -> Usage | None:
    """The count in an answer, None where there is none that can be. What the model thought is text."""
    counts = fields_of(fields_of(answer).get("usageMetadata"))
    drawn = counts.get("candidatesTokenCount") or 0
    return counted_in({"usage": {
        "input_tokens": counts.get("promptTokenCount"), "output_tokens": drawn,
        "total_tokens": counts.get("totalTokenCount"),
        "input_tokens_details": {"image_tokens": _of_images(counts.get("promptTokensDetails"), 0)},
        "output_tokens_details": {"image_tokens": _of_images(counts.get("candidatesTokensDetails"), drawn)},
    }})  # fmt: skip


def _of_images(details: Any, untold: Any) -> Any:
    """Tokens of pictures; `untold` where nothing is told apart."""
    told = objects_in(details)
    images = [each.get("tokenCount") for each in told if each.get("modality") == "IMAGE"]
    return images[0] if images else 0 if told and all(each.get("modality") == "TEXT" for each in told) else untold


def gemini_refusal_of(status: int, body: Any, path: str = "") -> Refusal:
    """Its error, by the most telling of its names: a reason, a quota of a day, the word for its status."""
    error = fields_of(fields_of(body).get("error"))
    details = objects_in(error.get("details"))
    names = [*_each(details, "reason"), _spent(details), error.get("status")]
    fields = [each.get("field") for one in details for each in objects_in(one.get("fieldViolations"))]
    delays = [f"retry in {delay}. " for delay in _each(details, "retryDelay")]
    refusal = refusal_of(status, body, path)
    code, parameter = (next(filter(None, map(name_in, each)), None) for each in (names, fields))
    return refusal.model_copy(update={"code": code, "parameter": parameter, "words": "".join(delays) + refusal.words})


def _each(details: list[Mapping[str, Any]], name: str) -> list[Any]:
    return [detail[name] for detail in details if isinstance(detail.get(name), str)]


def _spent(details: list[Mapping[str, Any]]) -> str | None:
    quotas = [str(each.get("quotaId")) for one in details for each in objects_in(one.get("violations"))]
    return "quota_exceeded" if any(BY_THE_DAY in quota for quota in quotas) else None
