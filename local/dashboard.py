"""The dashboard's files as CloudFront serves them: a file by its name, the page for every other address."""

from pathlib import Path

from starlette.responses import FileResponse, Response

from infra.policy import content_security_policy
from local.paths import ROOT

BUILT = ROOT / "web" / "dist"
PLAIN = Path(__file__).parent / "site"  # where `make web` has not been run
PAGE = "index.html"
FOREVER = "public, max-age=31536000, immutable"
SECURITY = {  # what `infra/web.py` puts on every answer, as far as it makes sense without TLS
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
}


def file_at(path: str, images_url: str = "") -> Response | None:
    """What lies at a path of the site, None where nothing does; addresses of pages have no dot in their last part."""
    site = BUILT if BUILT.is_dir() else PLAIN
    file = (site / (path if "." in path.rpartition("/")[2] else PAGE)).resolve()
    if not (file.is_relative_to(site) and file.is_file()):
        return None
    kept = FOREVER if path.startswith("assets/") else "no-cache"  # their names carry a hash of what they hold
    policy = {"Content-Security-Policy": content_security_policy(images_url)}
    return FileResponse(file, headers={"Cache-Control": kept, **policy, **SECURITY})
