"""The photographer, the bytes of pictures, and where they and their records are kept."""
