"""The durable log of live text. What is in it is acknowledged; what is not in it was never said."""

from collections.abc import Sequence
from dataclasses import dataclass

import psycopg2
from django.db import connection, transaction
from pycrdt import Doc, merge_updates

from pmm_workspace.live.models import Live, Update

MAX_UPDATE = 512 * 1024  # bytes; a text has at most 100,000 characters
COMPACT_AFTER = 400

APPEND = """
WITH live AS (
    UPDATE live_live SET sequence = sequence + %(count)s, touched_at = now()
    WHERE artifact_id = %(artifact)s RETURNING id, workspace_id, sequence - %(count)s AS before
)
INSERT INTO live_update (workspace_id, live_id, number, data, author_id, at)
SELECT workspace_id, live.id, before + place, data, nullif(author, 0), now()
FROM live, unnest(%(data)s::bytea[], %(authors)s::bigint[]) WITH ORDINALITY AS new(data, author, place)
RETURNING number
"""


@dataclass(frozen=True)
class Entry:
    data: bytes
    author_id: int | None


@dataclass(frozen=True)
class Since:
    """What a reader who knows the log up to some number has missed, and the number it then knows."""

    sequence: int
    updates: list[bytes]


def opened(artifact_id: int) -> Live:
    live = Live.objects.filter(artifact_id=artifact_id).first()
    return live or Live.objects.get_or_create(artifact_id=artifact_id)[0]


def append(artifact_id: int, entries: Sequence[Entry]) -> int:
    """Add to the log in one statement; the number of the last. One artifact's numbers commit in their order."""
    values = {
        "artifact": artifact_id,
        "count": len(entries),
        "data": [psycopg2.Binary(entry.data) for entry in entries],
        "authors": [entry.author_id or 0 for entry in entries],
    }
    with connection.cursor() as cursor:
        cursor.execute(APPEND, values)
        numbers = [number for (number,) in cursor.fetchall()]
    if not numbers:
        opened(artifact_id)
        return append(artifact_id, entries)
    return max(numbers)


def since(artifact_id: int, number: int) -> Since:
    """Updates first and the state after them: what is compacted in between is then in the state."""
    updates = list(
        Update.objects.filter(live__artifact_id=artifact_id, number__gt=number).values_list("number", "data")
    )
    live = Live.objects.filter(artifact_id=artifact_id).first()
    if live is None:
        return Since(0, [])
    found = [bytes(data) for _number, data in updates]
    if number < live.compacted:
        found.insert(0, bytes(live.state))
    return Since(max([live.compacted, *(each for each, _data in updates)], default=0), _as_one(found))


def _as_one(updates):
    return [merge_updates(*updates)] if len(updates) > 20 else updates


@transaction.atomic
def compact(artifact_id: int) -> int:
    """Everything so far becomes the state, and its rows go; how many went."""
    live = Live.objects.select_for_update().get(artifact_id=artifact_id)
    reach = min(live.sequence, live.projected)  # who wrote what is needed until it is in a version
    rows = Update.objects.filter(live=live, number__lte=reach)
    updates = [bytes(data) for data in [live.state, *rows.values_list("data", flat=True)] if data]
    live.state, live.compacted = _compacted(updates), reach
    live.save(update_fields=["state", "compacted"])
    return rows.delete()[0]


def _compacted(updates):
    """A document leaves out what still waits for an earlier update; merging keeps that, too."""
    doc = Doc()
    for update in updates:
        doc.apply_update(update)
    return merge_updates(doc.get_update(), *updates) if updates else b""
