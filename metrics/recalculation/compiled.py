"""The definitions as SQL. To compile them takes seconds; what one process has made, all others read."""

from functools import cache
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path

from django.core.cache import caches

from metrics import definitions
from metrics.definitions.facts import Statement


@cache
def statements(dialect: str, unit: str = "person", week_start: int = 0) -> tuple[Statement, ...]:
    """As `measures.statements`."""
    key = f"{_sources()}-{dialect}-{unit}-{week_start}"
    try:
        return caches["compiled"].get_or_set(key, lambda: _made(dialect, unit, week_start))
    except OSError:  # no place to keep it
        return _made(dialect, unit, week_start)


def _made(*which):
    from metrics.definitions import measures  # and all of Ibis, which nothing else needs

    return measures.statements(*which)


def _sources():
    """Of all that the text is made of."""
    files = sorted(Path(definitions.__file__).parent.rglob("*.py"))
    compilers = [version(name) for name in ("ibis-framework", "sqlglot")]
    return sha256(b"".join(map(Path.read_bytes, files)) + repr(compilers).encode()).hexdigest()
