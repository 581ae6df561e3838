"""Drawing plated dishes with Pillow and numpy."""
