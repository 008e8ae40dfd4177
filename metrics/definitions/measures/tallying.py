"""Rows of the one relation in which everything is kept: whole numbers that add up."""

from collections.abc import Mapping

import ibis
from ibis import _


def tally(counted: ibis.Table, measure, value, *, n=0, period=None) -> ibis.Table:
    """A grouped table as tallies; `measure` is a name or a column of names."""
    slices = {"cell": counted.cell} if "cell" in counted.columns else {"channel": counted.channel}
    return counted.select(
        measure=_word(measure),
        period=(counted.period if period is None else period).cast("date"),
        n=_number(n),
        value=_number(value),
        **slices,
    ).filter(_.value != 0)


def _word(measure):
    return ibis.literal(measure) if isinstance(measure, str) else measure


def _number(value):
    return (ibis.literal(value) if isinstance(value, int) else value).cast("int64")


def sums(table: ibis.Table, keys, columns: Mapping[tuple[str, int], ibis.Value]) -> ibis.Table:
    """One reading for many measures: {(measure, n): what to add up}. Grouped by period and slice."""
    names = {key: f"c{place}" for place, key in enumerate(columns)}
    wide = table.group_by(keys).agg(**{names[key]: column.sum() for key, column in columns.items()})
    return ibis.union(*(tally(wide, measure, wide[name], n=n) for (measure, n), name in names.items()))


def is_(condition) -> ibis.Value:
    """1 where it holds, else 0, also where it is not known."""
    return ibis.ifelse(condition, 1, 0)
