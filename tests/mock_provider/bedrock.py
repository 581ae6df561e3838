"""Bedrock's InvokeModel as its reference has it, for Stability's models; the signature is checked by botocore's own."""

import base64
import re
from typing import Any
from urllib.parse import unquote

from tests.mock_provider.oddities import HTML, RUBBISH, SECRET, WIRE
from tests.mock_provider.photographers import Call
from tests.mock_provider.reply import JSON, Odd, Reply, saying
from tests.mock_provider.shapes import a_picture

BASE = ""
MODEL = "stability.stable-image-core-v1:1"
MODELS = (MODEL, "stability.sd3-5-large-v1:0")
SIGNED = re.compile(
    r"AWS4-HMAC-SHA256 Credential=\w+/\d{8}/us-west-2/bedrock/aws4_request, "
    r"SignedHeaders=[\w;-]+, Signature=[0-9a-f]{64}"
)
ASPECTS = ("16:9", "1:1", "21:9", "2:3", "3:2", "4:5", "5:4", "9:16", "9:21")
KNOWN = {"prompt", "aspect_ratio", "mode", "output_format", "seed", "negative_prompt", "image", "strength"}


def sound(call: Call, origin: str) -> Reply:
    if not SIGNED.fullmatch(call.headers.get("authorization", "")):
        return failing(403, "MissingAuthenticationTokenException", "Missing Authentication Token")
    found = re.fullmatch(r"/model/([^/]+)/invoke", call.path)
    if not found or unquote(found[1]) not in MODELS:
        return failing(400, "ValidationException", "The provided model identifier is invalid.")
    body = call.body
    if (
        set(body) - KNOWN
        or body.get("aspect_ratio", "1:1") not in ASPECTS
        or ("image" in body and "aspect_ratio" in body)
    ):
        return failing(400, "ValidationException", "Malformed input request, please reformat your input and try again.")
    picture = base64.b64encode(a_picture(body["prompt"], "1024x1024")).decode()
    return saying({"seeds": [7], "finish_reasons": [None], "images": [picture]})


def failing(status: int, name: str, message: str, **headers: str) -> Reply:
    """An error of AWS."""
    kind = f"{name}:http://internal.amazon.com/coral/com.amazon.bedrock/"
    return saying({"message": message}, status, headers={**JSON, "x-amzn-ErrorType": kind, **headers})


def _fixed(reply: Reply) -> Odd:
    return lambda answer: reply


def _with(**fields: Any) -> Odd:
    return lambda answer: saying({**answer, **fields})


def stopped(reason: Any) -> Odd:
    return lambda answer: saying({"seeds": [7], "finish_reasons": [reason], "images": []})


REFUSED: dict[str, Odd] = {
    "prompt": stopped("Filter reason: prompt"), "output": stopped("Filter reason: output image"),
    "input": stopped("Filter reason: input image"),
}  # fmt: skip
UNREADABLE: dict[str, Odd] = {
    "inference_error": stopped("Inference error"), "reason_number": stopped(7), "reason_object": stopped({}),
    "images_null": _with(images=None), "images_empty": _with(images=[]), "images_string": _with(images="picture"),
    "images_of_null": _with(images=[None]), "images_of_numbers": _with(images=[17]), "image_empty": _with(images=[""]),
    "image_cut": lambda answer: saying({**answer, "images": [answer["images"][0][:-1]]}),
    "image_long": _with(images=["%" * 1_000_000]), "image_address": _with(images=["https://169.254.169.254/"]),
}  # fmt: skip
SOUND: dict[str, Odd] = {
    "reasons_missing": lambda answer: saying({"images": answer["images"]}), "reasons_empty": _with(finish_reasons=[]),
    "reasons_null": _with(finish_reasons=None),
}  # fmt: skip
FAILED: dict[str, Odd] = {
    "denied": _fixed(failing(403, "AccessDeniedException", f"not authorized to perform: bedrock:InvokeModel {SECRET}")),
    "no_access": _fixed(failing(403, "AccessDeniedException", "You don't have access to the model.")),
    "bad_token": _fixed(failing(403, "UnrecognizedClientException", "The security token is invalid.")),
    "bad_signature": _fixed(failing(403, "InvalidSignatureException", "The request signature does not match.")),
    "old_token": _fixed(failing(403, "ExpiredTokenException", "The security token has expired.")),
    "bad_model": _fixed(failing(400, "ValidationException", "The provided model identifier is invalid.")),
    "no_model": _fixed(failing(404, "ResourceNotFoundException", "Model is past its end of life.")),
    "malformed": _fixed(failing(400, "ValidationException", "Malformed input request.")),
    "filtered": _fixed(failing(400, "ValidationException", "This request has been blocked by our content filters.")),
    "quota": _fixed(failing(400, "ServiceQuotaExceededException", "Your request exceeds the service quota.")),
    "throttled": _fixed(failing(429, "ThrottlingException", "Too many requests, please wait before trying again.")),
    "throttled_told": _fixed(failing(429, "ThrottlingException", "Too many requests.", **{"Retry-After": "7"})),
    "not_ready": _fixed(failing(429, "ModelNotReadyException", "The model is not ready.")),
    "model_late": _fixed(failing(408, "ModelTimeoutException", "Model has timed out in processing the request.")),
    "model_failed": _fixed(failing(424, "ModelErrorException", "The model returned an error.")),
    "internal": _fixed(failing(500, "InternalServerException", "Internal server error.")),
    "unavailable": _fixed(failing(503, "ServiceUnavailableException", "Service unavailable.")),
    "html_502": _fixed(Reply(HTML, 502, {"Content-Type": "text/html"})),
    "name_odd": _fixed(saying({"message": ["x"]}, 500, headers={**JSON, "x-amzn-ErrorType": "\x7f:"})),
}  # fmt: skip
ODDITIES: dict[str, Odd] = {**RUBBISH, **WIRE, **REFUSED, **UNREADABLE, **SOUND, **FAILED}
