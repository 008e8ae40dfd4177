"""A fictional company to look around in: load it, remove it in one click."""
