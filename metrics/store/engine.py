"""The engine that reads and writes the lake: DuckDB inside this process, bounded, without extensions or network."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import contextmanager
from contextvars import ContextVar, copy_context
from decimal import Decimal
from string import ascii_letters
from threading import Event, Thread
from time import monotonic

import duckdb
from django.conf import settings

from metrics.parsing.sql import NUMBER_OF
from metrics.store import scratch

REPEATED = 0.2  # seconds
SHARE = Decimal("0.8")  # of the memory that a job may take
_unwanted: ContextVar[Event | None] = ContextVar("unwanted", default=None)
MACROS = f"""
    {NUMBER_OF};
    CREATE MACRO key_of(id) AS CASE WHEN contains(id, '@') THEN 'mail:' || lower(trim(id)) ELSE 'id:' || id END;
    CREATE MACRO rounded(a, b) AS
        CASE WHEN a < 0 THEN -((2 * -(a) + b) // (2 * b)) ELSE (2 * a + b) // (2 * b) END;
"""


@contextmanager
def connected() -> Iterator[duckdb.DuckDBPyConnection]:
    """A database in memory that spills to a folder of its own and ends with the block."""
    with scratch.folder("lake") as spill:
        connection = duckdb.connect(":memory:", config=_configuration(str(spill)))
        try:
            connection.execute(MACROS)
            yield connection
        finally:
            connection.close()


def both(connection: duckdb.DuckDBPyConnection, work: Callable, here: str, there: str) -> None:
    """Call `work(connection, name)` for two names at the same time, for the second on a cursor of its own: it shares
    everything but temporary tables and settings. When the first fails, the other is given up."""
    with ThreadPoolExecutor(1) as pool, connection.cursor() as other:
        beside = pool.submit(copy_context().run, work, other, there)
        try:
            work(connection, here)
        except BaseException:
            while wait([beside], REPEATED).not_done:
                other.interrupt()
            raise
        beside.result()


class TooLong(Exception):
    """A question that somebody waits for was given up."""


@contextmanager
def bounded(connection: duckdb.DuckDBPyConnection, seconds: float) -> Iterator[None]:
    """Give up what takes longer, or what nobody waits for any more. Raises TooLong."""
    over = Event()
    watch = Thread(target=_interrupt, args=(connection, seconds, over, _unwanted.get()), daemon=True)
    watch.start()
    try:
        yield
    except duckdb.InterruptException as late:
        raise TooLong from late
    finally:
        over.set()
        watch.join()


@contextmanager
def ending_with(unwanted: Event) -> Iterator[None]:
    """Whatever is bounded inside of the block is also given up once this is set."""
    before = _unwanted.set(unwanted)
    try:
        yield
    finally:
        _unwanted.reset(before)


def _interrupt(connection, seconds, over, unwanted):
    """Until it is heard: between two statements nobody listens."""
    last = monotonic() + seconds
    while not over.wait(REPEATED):
        if monotonic() > last or (unwanted and unwanted.is_set()):
            connection.interrupt()


def _configuration(spill):
    return {
        "memory_limit": _share_of(settings.LAKE_MEMORY),
        "threads": settings.LAKE_THREADS,
        "temp_directory": spill,
        "autoinstall_known_extensions": False,
        "autoload_known_extensions": False,
        "preserve_insertion_order": False,
    }


def _share_of(memory):
    """The engine does not count everything that it holds, and is not alone in its process."""
    amount = memory.rstrip(ascii_letters + "% ")
    return f"{Decimal(amount) * SHARE}{memory.removeprefix(amount)}"


def quoted(text: str) -> str:
    """As a literal of SQL."""
    return "'" + text.replace("'", "''") + "'"


def listed(texts) -> str:
    """As a list literal of SQL."""
    return "[" + ", ".join(quoted(str(text)) for text in texts) + "]"
