"""The subject that an address names."""

from pydantic import ValidationError

from brigade.errors import NotFound
from brigade.image_generation.request import Subject


def subject_at(type: str, id: str) -> Subject:
    """Raises NotFound where nothing can be called so."""
    try:
        return Subject(type=type, id=id)
    except ValidationError:
        raise NotFound(f"no subject {type[:40]}/{id[:100]}") from None
