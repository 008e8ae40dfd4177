"""From the MRR at the start of a period to the MRR at its end, movement by movement; it always adds up."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.db import connection

from metrics.definitions.limits import MOVEMENTS
from metrics.readout.tallies import Where
from pmm_workspace.common import tenancy

EXCHANGE = "exchange"


@dataclass(frozen=True)
class Bridge:
    """Amounts in units of the currency. `moved` has a sign: contraction and churn are negative."""

    first: date
    last: date
    start: Decimal
    moved: dict[str, Decimal]  # new, expansion, reactivation, contraction, churn, exchange
    end: Decimal


def mrr(first: date, last: date, where: Where, *, is_at_one_rate: bool = False) -> Bridge:
    """From the morning of the first day to the evening of the last. At one rate, exchange differences are none."""
    prefixes = ("mrr", "rates") if is_at_one_rate else ("mrr",)
    signs = {f"{prefix}.{kind}": sign for prefix in prefixes for kind, sign in MOVEMENTS.items()}
    if not is_at_one_rate:
        signs[f"mrr.{EXCHANGE}"] = 1
    before, during = _added(signs, first, last, where)
    moved = dict.fromkeys((*MOVEMENTS, EXCHANGE), Decimal(0))
    for measure, amount in during.items():
        moved[measure.partition(".")[2]] += amount
    start = sum(before.values(), Decimal(0))
    return Bridge(first, last, start, moved, start + sum(moved.values()))


def _added(signs, first, last, where):
    """{measure: signed amount} before the first day, and from it to the last."""
    said, parameters = where.sql()
    query = f"""
        SELECT measure, coalesce(sum(value) FILTER (WHERE period <= %(eve)s), 0),
            coalesce(sum(value) FILTER (WHERE period > %(eve)s), 0)
        FROM metrics_tally
        WHERE workspace_id = %(workspace)s AND measure = ANY(%(measures)s) AND period <= %(last)s{said}
        GROUP BY measure
    """  # noqa: S608 - made of constants
    parameters |= {"workspace": tenancy.current(), "measures": list(signs), "last": last}
    with connection.cursor() as cursor:
        cursor.execute(query, parameters | {"eve": first - timedelta(days=1)})
        found = cursor.fetchall()
    before = {measure: signs[measure] * Decimal(value) / 100 for measure, value, _during in found}
    return before, {measure: signs[measure] * Decimal(value) / 100 for measure, _before, value in found}
