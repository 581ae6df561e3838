"""What a page of the site may load, and from where: its Content-Security-Policy, in the cloud as on one machine."""

from urllib.parse import urlsplit


def content_security_policy(images_url: str = "") -> str:
    """`images_url` is where pictures are shown, where that is not the site itself."""
    parts = urlsplit(images_url)
    elsewhere = f" {parts.scheme}://{parts.netloc}" if parts.netloc else ""
    return (
        f"default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:{elsewhere}; font-src 'self'; "
        "connect-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    )
