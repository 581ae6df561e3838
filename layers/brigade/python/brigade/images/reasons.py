"""What becomes of a picture that was made and could not be put in its place."""

ORIGINAL_KEPT = "The picture is shown in its full size only: its smaller sizes could not be made or stored."
NEVER_SHOWN = frozenset({"DuplicateImage", "PictureUnreadable", "ImageRefused", "BatchCancelled", "NotFound"})


def may_show_original(key: str, error_name: str) -> bool:
    """Whether there is an original, and the fault was in storing and not in the picture."""
    return bool(key) and error_name not in NEVER_SHOWN
