"""The second stage: from texts to values. Every record is accepted, rejected or left out, and counted once."""

import json
from dataclasses import dataclass, field
from pathlib import Path

from metrics.parsing import encodings, limits, sql
from metrics.parsing.planning import HELPERS, Column, PartPlan, Plan
from metrics.parsing.readers import Cell, Rules, Shape
from metrics.parsing.staging import Staged
from metrics.parsing.tables import TABLES, rows_in

# What follows from the other columns of a row. The key of an event is the source's own; where it has none, who did
# what when is the same event.
DERIVED = {
    "events": {
        "ident": """
            number_of(if({key} IS NULL, concat_ws(chr(31), 'event', {person}, {event}, {at}),
                         concat_ws(chr(31), 'key', {preset}, {key})))
        """
    },
    "deals": {
        "is_won": "coalesce({is_won}, regexp_matches(lower({stage}), 'closed ?won'))",
        "is_closed": "coalesce({is_won}, false) OR coalesce({is_closed}, regexp_matches(lower({stage}), 'closed'))",
    },
    "subscriptions": {"amount": "{amount} * coalesce({quantity}, 1)"},
    "payments": {
        "status": "coalesce({status}, 'paid')",
        "refunded": """
            CASE WHEN {status} = 'disputed'
                 THEN least(coalesce({refunded}, 0) + coalesce(nullif({disputed}, 0), {amount}), {amount})
                 ELSE coalesce({refunded}, if({status} = 'refunded', {amount}, 0)) END
        """,
    },
    "spend": {"category": "coalesce({category}, 'media')"},
}


OF_MONEY = ("spend", "subscriptions", "movements", "payments", "deals")


@dataclass
class Sorted:
    """How many records went where, by reason."""

    accepted: int = 0
    rejected: int = 0
    causes: dict[str, int] = field(default_factory=dict)
    left_out: dict[str, int] = field(default_factory=dict)
    tables: dict[str, int] = field(default_factory=dict)


class Sorter:
    """One file's records on their way into the tables."""

    def __init__(self, db, plan: Plan, staged: Staged, rules: Rules, shapes: dict[str, Shape]):
        self.db, self.plan, self.staged, self.rules, self.shapes = db, plan, staged, rules, shapes

    def sort(self, folder: Path) -> Sorted:
        """Write `<table>.parquet` into the folder, and what is not in them into the table `bad(record, fault)`."""
        self._leave_out()
        for part in self.plan.parts:
            self._write(part, folder / f"{part.table}.parquet")
        if self.plan.source.name == "plain" and self.plan.source.table == "spend":
            self._refuse_second_amounts(folder / "spend.parquet")
        return self.counted(folder)

    def _leave_out(self):
        self.db.execute(f"""
            CREATE TEMP TABLE bad AS
            SELECT record, fault FROM (SELECT record, {outer_fault(self.plan)} AS fault FROM staged)
            WHERE fault IS NOT NULL
        """)

    def _write(self, part: PartPlan, path):
        """The rows without a fault; of the others, which are few, it is asked again what the fault is."""
        ours = f"SELECT * FROM staged ANTI JOIN bad USING (record) WHERE {part.when}"
        target = sql.text(str(path))
        sql.leave_alone(self.db, "filter_pushdown")  # else each value would be made twice
        self.db.execute(f"""
            COPY (SELECT {values(part)} FROM ({self.read(part, ours)}) WHERE fault IS NULL)
            TO {target} (FORMAT parquet, COMPRESSION lz4)
        """)
        sql.leave_alone(self.db)
        self._find_faults(part, target)

    def _find_faults(self, part, accepted):
        self.db.execute(f"""
            CREATE OR REPLACE TEMP TABLE others AS
            SELECT record FROM staged ANTI JOIN bad USING (record) ANTI JOIN {accepted} USING (record)
            WHERE {part.when}
        """)
        ours = self.plan.pieces.given_in(f"(SELECT * FROM {self.staged.texts} SEMI JOIN others USING (record))")
        self.db.execute(f"INSERT INTO bad SELECT record, fault FROM ({self.read(part, ours)})")

    def read(self, part: PartPlan, records: str, before: str = "NULL::VARCHAR") -> str:
        """SQL for the texts (`t_…`), the values (`v_…`) and the fault "column|code" of each record.

        `before` is SQL for what is known to be wrong with it already.
        """
        texts = [f"{column.text} AS t_{column.name}" for column in part.columns]
        values = [f"{column.reader.value(self._cell(column))} AS v_{column.name}" for column in part.columns]
        return f"""
            SELECT *, {self.fault(part)} AS fault FROM (
                SELECT *, {", ".join(values)} FROM (
                    SELECT record, strange, {before} AS before, {part.currency} AS its_currency, {", ".join(texts)}
                    FROM ({records})
                )
            )
        """

    def fault(self, part: PartPlan) -> str:
        """SQL for the first thing that is wrong with a record, "column|code"; over the texts and values."""
        found = [fault for column in part.columns for fault in self._faults_of(column)]
        if self.rules.only_currency and part.table in OF_MONEY:
            ours = f"('', {sql.text(self.rules.currency)})"
            found.append(f"CASE WHEN its_currency NOT IN {ours} THEN 'currency|other_currency' END")
        return f"coalesce({', '.join(['before', *found])})"

    def _faults_of(self, column: Column):
        name, text, is_constant = column.name, f"t_{column.name}", column.text.startswith("'")
        if not is_constant:
            yield f"""CASE WHEN strange THEN CASE WHEN contains({text}, chr(0)) THEN '{name}|zero_byte'
                WHEN contains({text}, '{encodings.BAD_BYTE}') THEN '{name}|bad_bytes' END END"""
        if column.is_required:
            yield f"CASE WHEN {text} IS NULL THEN '{name}|missing' END"
        if not is_constant:
            yield f"'{name}|' || ({column.reader.fault(self._cell(column), f'v_{name}')})"

    def _cell(self, column):
        return Cell(f"t_{column.name}", self.rules, self.shapes.get(column.text, Shape()), "its_currency")

    def _refuse_second_amounts(self, path):
        """A list of all costs has one amount for a day, channel and campaign."""
        key = "day, platform, account, channel, campaign_id, campaign"
        second = f"""
            SELECT record, 'amount|second_amount|' || first FROM (
                SELECT record, amount, first_value(amount) OVER w AS kept, first_value(record) OVER w AS first
                FROM {rows_in(path.parent, "spend")} WINDOW w AS (PARTITION BY {key} ORDER BY record)
            ) WHERE amount <> kept
        """
        self.db.execute(f"INSERT INTO bad {second}")
        if self.db.execute("SELECT 1 FROM bad WHERE fault LIKE 'amount|second_amount|%' LIMIT 1").fetchone():
            kept = path.with_name("kept")
            self.db.execute(f"""
                COPY (FROM {sql.text(str(path))} WHERE record NOT IN (SELECT record FROM bad))
                TO {sql.text(str(kept))} (FORMAT parquet)
            """)
            kept.replace(path)

    def counted(self, folder: Path) -> Sorted:
        found = Sorted()
        for part in self.plan.parts:
            rows = rows_in(folder, part.table)
            found.tables[part.table] = self.db.execute(f"SELECT count(*) FROM {rows}").fetchone()[0]
        found.accepted = sum(found.tables.values())
        counts = """
            SELECT regexp_extract(fault, '^[^|]*\\|?[^|]*') AS cause, count(*) FROM bad GROUP BY cause ORDER BY cause
        """
        for cause, count in self.db.execute(counts).fetchall():
            if cause.startswith("-"):
                found.left_out[cause[1:]] = count
            else:
                found.causes[cause] = count
        found.rejected = sum(found.causes.values())
        return found

    def write_rejects(self, path: Path, cells: str) -> None:
        """One JSON line for each of the first rejected records: place, reason, value, the row as it was.

        `cells` is SQL for (record, cells) of the whole file, or of the records in `kept`.
        """
        columns = {column.name: column for part in self.plan.parts for column in part.columns}
        texts = {"currency": f"nullif({self.plan.parts[0].currency}, '')"}
        texts |= {name: column.text for name, column in columns.items()}
        shown = " ".join(f"WHEN {sql.text(name)} THEN {text}" for name, text in texts.items())
        rows = self.db.execute(f"""
            WITH kept AS (
                SELECT record, fault FROM bad WHERE NOT starts_with(fault, '-')
                ORDER BY record LIMIT {limits.REJECTS_KEPT}
            )
            SELECT record, kept.fault, CASE split_part(kept.fault, '|', 1) {shown} END, rows.cells
            FROM kept JOIN staged USING (record)
            LEFT JOIN ({cells}) AS rows USING (record) ORDER BY record
        """)
        with open(path, "w", encoding="utf-8") as file:
            while batch := rows.fetchmany(1000):
                for row in batch:
                    file.write(json.dumps(self._reject(columns, *row), ensure_ascii=False) + "\n")

    def _reject(self, columns, record, fault, value, cells):
        name, code, *more = fault.split("|")
        reader = columns[name].reader if name in columns else None
        details = dict(getattr(reader, "details", {}).get(code, {}))
        details |= self._details(code, cells or [], more)
        cells = [_storable(cell, limits.CELL_KEPT) for cell in (cells or [])[: limits.CELLS_KEPT]]
        value = _storable(value, 200)
        return {"line": record, "column": name, "value": value, "code": code, "details": details, "cells": cells}

    def _details(self, code, cells, more):
        return {
            "not_a_time": {"order": self.rules.day_order},
            "not_a_date": {"order": self.rules.day_order},
            "not_a_number": {"mark": self.rules.decimal_mark},
            "other_currency": {"currency": self.rules.currency},
            "too_many_cells": {"found": len(cells), "expected": len(self.plan.pieces.headings)},
            "second_amount": {"line": int(more[0]) if more else 0},
        }.get(code, {})


def outer_fault(plan: Plan) -> str:
    """SQL for what is wrong with a record before its cells are read: "-reason" when it is left out, "|code" when it
    is faulty, NULL when one of our tables takes it."""
    ours = " ".join(f"WHEN {part.when} THEN NULL" for part in plan.parts)
    return f"""CASE
        WHEN leave IS NOT NULL THEN '-' || leave
        WHEN fault IS NOT NULL THEN '|' || fault
        WHEN {plan.leave} IS NOT NULL THEN '-' || {plan.leave}
        {ours} ELSE '-other_kind' END"""


def values(part: PartPlan, *without: str) -> str:
    """SQL for the columns of a table that the file has something for, over what `Sorter.read` gives."""
    return ", ".join(f"{value} AS {sql.name(name)}" for name, value in _values(part).items() if name not in without)


def _values(part):
    found = {column.name: f"v_{column.name}" for column in part.columns}
    known = {name: found.get(name, "NULL") for name in (*TABLES[part.table], *HELPERS.get(part.table, ()))}
    known["preset"] = sql.text(part.preset)
    derived = {name: made.format(**known) for name, made in DERIVED.get(part.table, {}).items()}
    values = found | derived | {"record": "record"}
    if part.has_currency:
        values["currency"] = "its_currency"
    return {name: f"CAST({values[name]} AS {kind})" for name, kind in TABLES[part.table].items() if name in values}


def _storable(text, longest):
    return (text or "").replace("\x00", "\ufffd").replace(encodings.BAD_BYTE, "\ufffd")[:longest]
