"""The common file, a list of events with a line for each, from lines to values in one pass.

The stages look at whole columns first, because what one value means may depend on the others. Here only that is read
which means the same whatever stands beside it; where a day might be a month, the file takes the long way.
"""

from pathlib import Path

from metrics.parsing import limits, readers, sql, staging
from metrics.parsing.planning import Plan
from metrics.parsing.problems import Unreadable
from metrics.parsing.readers import Moment, Rules, Shape
from metrics.parsing.settling import NOTHING_TO_TELL
from metrics.parsing.sorting import Sorted, Sorter, outer_fault, values
from metrics.parsing.staging import Staged
from metrics.parsing.tables import faults_in, lines_of

NEEDS_ORDER = "needs_order"
# Without quotation marks only an empty line has no cells.
EMPTY = "|broken_quotes"


def is_possible(clean, plan: Plan, job: dict) -> bool:
    """Whether each line is a record of its own, and none has an amount, whose marks might mean two things."""
    is_listed = clean is not None and not job["is_json"] and not clean.quotes
    return is_listed and [part.table for part in plan.parts] == ["events"] and plan.parts[0].column("amount") is None


def sort(db, clean, plan: Plan, rules: Rules, job: dict, folder: Path) -> tuple[Sorter, Sorted] | None:
    """Write `events.lines.parquet` and the table `bad`; None when a day might be a month. Completes the rules."""
    shapes = {column.text: Shape(is_iso=False) for column in plan.parts[0].columns}
    sorter = Straight(db, plan, Staged(0, ""), rules, shapes)
    _write(db, sorter, clean, job, folder)
    db.execute(f"CREATE OR REPLACE TEMP TABLE bad AS {faults_in(folder, 'events')} AND fault <> '{EMPTY}'")
    if db.execute(f"SELECT 1 FROM bad WHERE ends_with(fault, '|{NEEDS_ORDER}') LIMIT 1").fetchone():
        db.execute("DROP TABLE bad")
        lines_of(folder, "events").unlink()
        return None
    rules.day_order = rules.day_order or NOTHING_TO_TELL["day_order"]
    rules.decimal_mark = rules.decimal_mark or NOTHING_TO_TELL["decimal_mark"]
    counted = sorter.counted(folder)
    sorter.staged.read = counted.accepted + counted.rejected + sum(counted.left_out.values())
    staging.refuse_too_many(sorter.staged.read)
    _stage_the_bad(db, sorter, clean, job)
    return sorter, counted


class Straight(Sorter):
    """Knows nothing of the whole of a column."""

    def fault(self, part):
        """A doubt first: it is about the whole file, whatever else is wrong with the row."""
        moments = [column for column in part.columns if isinstance(column.reader, Moment)]
        doubts = [] if self.rules.day_order else [_doubt(column.name) for column in moments]
        return f"coalesce({', '.join([*doubts, super().fault(part)])})"


def _doubt(name):
    is_spoken = sql.likely(readers.SPOKEN, f"t_{name}")
    return f"CASE WHEN v_{name} IS NULL AND {is_spoken} THEN '{name}|{NEEDS_ORDER}' END"


def _write(db, sorter, clean, job, folder):
    """A record has no number before all lines are written; until then the line itself stands for it."""
    part, header = sorter.plan.parts[0], job["header_line"]
    lines = f"(SELECT line AS n, line FROM {staging.lines_in(clean, skip=header)})"
    texts = f"({_rows(lines, sorter, clean, job)})"
    rows = sorter.read(part, sorter.plan.pieces.given_in(texts), before=outer_fault(sorter.plan))
    target = sql.text(str(lines_of(folder, "events")))
    line = "CASE WHEN fault IS NOT NULL THEN record END AS line"
    made = f"SELECT {values(part, 'record')}, fault, {line}, {header} AS lines_before FROM ({rows})"
    staging.copy_of_lines(db, made, target, compression="uncompressed")
    if db.execute(f"SELECT count(*) FROM {target}").fetchone()[0] != max(clean.lines - header, 0):
        raise Unreadable("miscounted")


def _rows(lines, sorter, clean, job):
    return staging.table_rows(lines, sorter.plan.pieces, clean, job, has_footer=sorter.plan.source.has_footer)


def _stage_the_bad(db, sorter, clean, job):
    """What is shown of the rejected is made once more: `records` and `staged` are here those lines alone."""
    db.execute(f"""
        CREATE TEMP TABLE records AS
        SELECT record AS n, line FROM bad WHERE NOT starts_with(fault, '-') ORDER BY record LIMIT {limits.REJECTS_KEPT}
    """)
    texts = _rows("records", sorter, clean, job)
    db.execute(f"CREATE VIEW staged AS {sorter.plan.pieces.given_in(f'({texts})')}")
