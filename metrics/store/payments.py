"""One payment may be told by a charge, by the invoice that it pays, and by a list of payments: it counts once.

A row names what it is and what it belongs to: an invoice has its own id as `invoice`, a charge its own as `charge`.
The charge counts, because it knows what was given back; without it the list of payments; the invoice as the last.
"""

from collections.abc import Iterable, Sequence

from metrics.models import LakeFile
from metrics.store import lake

OF_ANY_AGE = (
    "SELECT NULL::VARCHAR AS invoice, NULL::VARCHAR AS charge, NULL::VARCHAR AS intent WHERE false "
    "UNION ALL BY NAME FROM"
)
CHARGES, INVOICES = ("stripe_payments", "stripe_api_charges"), ("stripe_api_invoices",)
_ONCE = """
    WITH told AS (
        SELECT *, row_number() OVER () AS row,
            CASE WHEN charge = id THEN 0 WHEN invoice = id THEN 2 ELSE 1 END AS place FROM ({rows})
    ), better AS (
        SELECT person, place, unnest([id, intent, invoice]) AS name FROM told WHERE place < 2
    ), same AS (
        SELECT row, person, place, unnest([id, intent, if(place = 2, charge, NULL)]) AS name FROM told WHERE place > 0
    )
    SELECT * EXCLUDE (row, place) FROM told ANTI JOIN (
        SELECT row FROM same JOIN better USING (person, name) WHERE better.place < same.place
    ) AS again USING (row)
"""
_LINKS = """
    SELECT count(if(invoice = id, charge, NULL)) > 0, count(if(invoice = id, NULL, invoice)) > 0,
        count(intent) > 0 OR count(*) FILTER (WHERE starts_with(id, 'pi_')) > 0
    FROM ({rows})
"""


def once(rows: str) -> str:
    """SQL for the rows of a query (with `person`, `id`, `invoice`, `charge`, `intent`) that count.

    Rows are compared within a person, so that whose facts are touched is told by the rows that come and go.
    """
    return _ONCE.format(rows=rows)


def counterparts(source: str) -> tuple[str, ...]:
    """The sources that tell of the same payments by other ids."""
    return INVOICES if source in CHARGES else CHARGES if source in INVOICES else ()


def unlinked(connection, ours: str, known: Sequence[LakeFile], runs: Iterable[int]) -> int | None:
    """One of these imports if its payments may be ours by other ids: no charge says which invoice it pays, and no
    invoice by which charge it was paid."""
    theirs = f"(SELECT * FROM ({lake.with_runs(known)}) WHERE run IN ({', '.join(map(str, runs))}))"
    (first,) = connection.execute(f"SELECT min(run) FROM {theirs}").fetchone()
    return None if first is None or _are_told_apart(connection, ours, theirs) else first


def _are_told_apart(connection, ours, theirs):
    sides = [connection.execute(_LINKS.format(rows=f"{OF_ANY_AGE} {rows}")).fetchone() for rows in (ours, theirs)]
    by_charge, by_invoice, by_intent = zip(*sides, strict=True)
    return any(by_charge) or any(by_invoice) or all(by_intent)
