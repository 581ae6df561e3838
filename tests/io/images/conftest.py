"""Servers that keep pictures, for the tests of this room."""

from tests.io.images.gallery import certificate, gallery, secure_gallery

__all__ = ["certificate", "gallery", "secure_gallery"]
