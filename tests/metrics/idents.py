"""By what an event is the same in another file, told without the engine."""

from hashlib import md5


def ident_of_event(source, key, person, event, at):
    """A number. `at` is in microseconds; the key is the source's own, None where it has none."""
    words = ("event", person, event, str(at)) if key is None else ("key", source, key)
    return int.from_bytes(md5("\x1f".join(words).encode()).digest(), "little") >> 65
