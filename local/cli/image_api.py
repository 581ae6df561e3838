"""The image service as the command line speaks it."""

import base64
from io import BytesIO
from pathlib import Path
from typing import Any

from PIL import Image, ImageOps, UnidentifiedImageError

from local.cli.client import Client
from local.problem import Problem

LARGEST_PAGE = 100
LONGEST_SIDE = 1536  # pixels; providers look at no more


class ImageApi:
    def __init__(self, client: Client) -> None:
        self.client = client

    def generate(self, request: dict[str, Any], key: str | None) -> Any:
        headers = {"Idempotency-Key": key} if key else {}
        return self.client.call("POST", "/api/images/generate", json=request, headers=headers)

    def keep(self, source: str) -> str:
        """What a photo to go by is called from now on."""
        return str(self.client.post("/api/images/references", {"source": source})["reference"])

    def status(self, generation_id: str) -> Any:
        return self.client.get(f"/api/generation/{generation_id}/status")

    def cancel(self, generation_id: str) -> Any:
        return self.client.post(f"/api/generation/{generation_id}/cancel")

    def cancel_all(self, scope: str) -> Any:
        return self.client.post("/api/generation/cancel", {"scope": scope})

    def retry(self, generation_id: str) -> Any:
        return self.client.post(f"/api/generation/{generation_id}/retry")

    def history(self, most: int, **query: Any) -> tuple[list[Any], bool]:
        """At most so many, the newest first, and whether there are more."""
        found: list[Any] = []
        after: str | None = None
        while len(found) < most:
            limit = min(LARGEST_PAGE, most - len(found))
            page = self.client.get("/api/generation/history", **query, after=after, limit=limit)
            found += page["generations"]
            after = page["next"]
            if after is None:
                break
        return found, after is not None

    def grant(self, email: str, amount: int, reason: str) -> Any:
        return self.client.post("/api/admin/credits/grant", {"email": email, "amount": amount, "reason": reason})

    def stats(self, days: int) -> Any:
        return self.client.get("/api/images/stats", days=days)


def photo_of(source: str) -> str:
    """An address as it is; a file as a data URI, small enough to be sent. Raises Problem."""
    if "://" in source:
        return source
    try:
        with Image.open(Path(source)) as picture:
            return _data_uri(picture)
    except (OSError, UnidentifiedImageError, Image.DecompressionBombError) as error:
        raise Problem(f"{source} cannot be read as a photo: {error}", exit_code=2) from error


def _data_uri(picture: Image.Image) -> str:
    upright = ImageOps.exif_transpose(picture)
    upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    body = BytesIO()
    upright.convert("RGB").save(body, "JPEG", quality=90)
    return f"data:image/jpeg;base64,{base64.b64encode(body.getvalue()).decode()}"
