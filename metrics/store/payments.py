"""One payment may be told by a charge, by the invoice that it pays, and by a list of payments: it counts once.

A row names what it is and what it belongs to: an invoice has its own id as `invoice`, a charge its own as `charge`;
an invoice may name several charges or intents, with blanks between them. Whose rows they are makes no difference: an
invoice often stands under the company, and its charge under whoever paid.

The charge counts, because it knows what was given back; without it the row of a list, which is one charge, as an intent
is paid by one; the invoice as the last, with what is left of it when all that is known to pay it is taken off.
"""

from collections.abc import Iterable, Sequence

from metrics.models import LakeFile
from metrics.parsing.tables import MONEY
from metrics.store import lake
from metrics.store.engine import listed

OF_ANY_AGE = (
    "SELECT NULL::VARCHAR AS invoice, NULL::VARCHAR AS charge, NULL::VARCHAR AS intent WHERE false "
    "UNION ALL BY NAME FROM"
)
CHARGES, INVOICES = ("stripe_payments", "stripe_api_charges"), ("stripe_api_invoices",)
_OTHERS = "string_split(nullif(concat_ws(' ', intent, charge), ''), ' ')"
_ONCE = f"""
    WITH told AS (
        SELECT *, CASE WHEN charge = id THEN 0 WHEN invoice = id THEN 2 ELSE 1 END AS place FROM ({{rows}})
    ), better AS (
        SELECT ident, place, unnest([id, intent, invoice]) AS name FROM told WHERE place < 2
    ), same AS (
        SELECT ident, place, unnest(list_concat([id], {_OTHERS})) AS name FROM told
        WHERE place = 1 OR place = 2 AND {{wanted}}
    ), links AS (
        SELECT DISTINCT same.ident, same.place, better.ident AS payment
        FROM same JOIN better USING (name) WHERE better.place < same.place
    ), listed AS (
        SELECT ident, payment FROM links WHERE place = 1
    ), pays AS (
        SELECT ident, payment FROM links WHERE place = 2 AND payment NOT IN (SELECT ident FROM listed)
        UNION
        SELECT links.ident, listed.payment FROM links JOIN listed ON listed.ident = links.payment
    ), rests AS (
        SELECT ident, if(bool_and(payment.currency = invoice.currency), any_value(invoice.amount) - sum(payment.amount)
            - greatest(any_value(invoice.refunded) - sum(payment.refunded), 0), 0) AS rest
        FROM pays JOIN told AS invoice USING (ident) JOIN told AS payment ON payment.ident = pays.payment
        GROUP BY ident
    )
    SELECT told.* REPLACE (coalesce(rest, amount - refunded)::{MONEY} AS amount)
    FROM told LEFT JOIN rests USING (ident)
    WHERE {{wanted}} AND coalesce(rest > 0, true) AND ident NOT IN (SELECT ident FROM listed)
"""
_SHARING = f"""
    WITH RECURSIVE named AS (
        SELECT ident, person, unnest(list_concat([id, invoice], {_OTHERS})) AS name FROM ({OF_ANY_AGE} {{rows}})
    ), shared AS (
        SELECT name FROM named SEMI JOIN main.touched_people AS touched ON touched.number = named.person
        UNION
        SELECT theirs.name FROM shared JOIN named AS ours USING (name) JOIN named AS theirs ON theirs.ident = ours.ident
    )
    SELECT DISTINCT person FROM named SEMI JOIN shared USING (name)
    WHERE person NOT IN (SELECT number FROM main.touched_people)
"""
_LINKS = """
    SELECT count(if(invoice = id, charge, NULL)) > 0, count(if(invoice = id, NULL, invoice)) > 0,
        count(intent) > 0 OR count(*) FILTER (WHERE starts_with(id, 'pi_')) > 0
    FROM ({rows})
"""


def once(rows: str, wanted: str = "true") -> str:
    """SQL for the rows of a query that count, with the `amount` that does.

    They have `ident`, `amount`, `refunded`, `currency`, `id`, `invoice`, `charge` and `intent`. What is paid in another
    currency than its invoice leaves nothing of it. `wanted` is a condition for what is asked: all rows tell about it.
    """
    return _ONCE.format(rows=rows, wanted=wanted)


def sharing(files: Sequence[LakeFile]) -> str:
    """SQL for the people who, in these files, share a payment with one of `main.touched_people`."""
    return _SHARING.format(rows=f"read_parquet({listed(map(lake.place, files))}, union_by_name = true)")


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
