"""Each metric, declared once: what is divided by what, for whom, within which time."""
