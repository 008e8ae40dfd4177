"""The child process: one file in; our tables, the rejects and the counts out; progress on standard output.

Started by `metrics.importing.reading_apart` with the job as JSON on standard input. It holds no
connection and no secret; a file that makes it grow or spin ends this process and nothing else.
"""

import ctypes
import json
import resource
import signal
import sys
from contextlib import closing, suppress
from dataclasses import asdict
from pathlib import Path
from zoneinfo import ZoneInfo

import duckdb

from metrics.parsing import at_once, containers, correcting, encodings, limits, settling, sniffing, sql, staging
from metrics.parsing.planning import plan
from metrics.parsing.problems import Unclear, Unreadable
from metrics.parsing.readers import Rules
from metrics.parsing.sorting import Sorter


def main():
    job = json.load(sys.stdin)
    limit_this_process()
    try:
        answer = {"head": asdict(look(job))} if job.get("look") else {"done": parse(job)}
    except Unclear as unclear:
        answer = {"unclear": unclear.question, "example": unclear.example}
    except Unreadable as bad:
        answer = {"unreadable": bad.code, "details": bad.details}
    except (MemoryError, duckdb.OutOfMemoryException):
        answer = {"unreadable": "too_heavy", "details": {}}
    except duckdb.Error as error:
        sys.stderr.write(f"{error}\n")
        answer = {"unreadable": "unexpected", "details": {}}
    say(answer)


def limit_this_process():
    resource.setrlimit(resource.RLIMIT_AS, (limits.CHILD_ADDRESSES, limits.CHILD_ADDRESSES))
    resource.setrlimit(resource.RLIMIT_CPU, (limits.CHILD_CPU_SECONDS, limits.CHILD_CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (limits.CHILD_FILE_BYTES, limits.CHILD_FILE_BYTES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    end_with_the_parent()


def end_with_the_parent():
    """A killed worker must not leave its child reading on (Linux; elsewhere the processor limit ends it)."""
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(1, signal.SIGKILL)


def say(message: dict):
    sys.stdout.write(json.dumps(message) + "\n")
    sys.stdout.flush()


def tell(lines: int):
    say({"read": lines})


def look(job: dict) -> sniffing.Head:
    """How a file reads whose beginning is packed, or says nothing of its columns."""
    folder = Path(job["folder"])
    path = containers.unwrapped(Path(job["path"]), folder)
    if not staging.is_parquet(path):
        start = containers.start_of(path, limits.HEAD_BYTES)
        return sniffing.sniff(start, encoding=job["encoding"], delimiter=job["delimiter"])
    with closing(sql.connect(folder)) as db, staging.unpacking(path):
        headings, samples = staging.head_of_parquet(db, path, sniffing.SAMPLES)
    return sniffing.recognised(sniffing.Head("", "", "utf-8", "", 0, headings, samples))


def parse(job: dict, tell=tell) -> dict:
    """Each record into its table in the job's folder, or into `rejected`; what was found out and counted."""
    folder = Path(job["folder"])
    path = containers.unwrapped(Path(job["path"]), folder)
    with closing(sql.connect(folder)) as db, staging.unpacking(path):
        clean = None if staging.is_parquet(path) else _cleaned(path, folder, job, tell)
        job["is_json"] = clean is not None and containers.is_json(_beginning(clean.path))
        if job["is_json"]:
            clean = _as_lines(clean, folder)
        if clean is not None:
            correcting.correct(clean, job.get("corrections", {}), "" if job["is_json"] else job["delimiter"])
        return _sorted(db, path, clean, folder, job)


def _cleaned(path, folder, job, tell):
    clean = encodings.clean(path, folder / "clean", job["encoding"], tell)
    if not job["encoding"]:
        containers.refuse_other_formats(_beginning(clean.path).encode())
    return clean


def _beginning(path):
    with open(path, encoding="utf-8", errors="replace") as file:
        return file.read(limits.HEAD_BYTES)


def _as_lines(clean, folder):
    """A list of values as values on lines, which is how the rest reads JSON."""
    if containers.is_document(_beginning(clean.path)):
        target = folder / "values"
        clean.lines = containers.write_as_lines(clean.path, target)
        clean.path = target
    return clean


def _sorted(db, path, clean, folder, job):
    planned, rules = plan(job), rules_of(job)
    rules.zone = ZoneInfo(planned.source.zone) if planned.source.zone else rules.zone
    if clean is not None:
        is_one_line = not (job["is_json"] or clean.quotes)
        has_spaces = clean.has_spaces or job["is_json"]  # which may write one in another way
        is_spaced = clean.is_spaced and job["delimiter"] != "\t"
        sql.declare_cells(db, has_spaces=has_spaces, is_spaced=is_spaced, is_one_line=is_one_line)
    found = at_once.sort(db, clean, planned, rules, job, folder) if at_once.is_possible(clean, planned, job) else None
    sorter, counted = found or _in_stages(db, path, clean, planned, rules, job)
    if not sorter.staged.read:
        raise Unreadable("header_only")
    sorter.write_rejects(folder / "rejected", _cells(db, path, clean, job))
    settled = {name: getattr(rules, name) for name in ("day_order", "decimal_mark", "amount_of")}
    encoding = clean.encoding if clean else ""
    return {"read": sorter.staged.read, **asdict(counted), **settled, "encoding": encoding}


def _in_stages(db, path, clean, planned, rules, job):
    folder = Path(job["folder"])
    if clean is None:
        staged = staging.stage_parquet(db, path, folder, planned.pieces, job.get("corrections", {}))
    else:
        footer = planned.source.has_footer and not job["is_json"]
        staged = staging.stage_text(db, clean, folder, planned.pieces, job, has_footer=footer)
    shapes = settling.settle(db, planned, rules, is_typed=clean is None or job["is_json"])
    sorter = Sorter(db, planned, staged, rules, shapes)
    return sorter, sorter.sort(folder)


def rules_of(job) -> Rules:
    return Rules(
        zone=ZoneInfo(job["timezone"]),
        day_order=job.get("day_order", ""),
        decimal_mark=job.get("decimal_mark", ""),
        amount_of=job.get("amount_of", ""),
        currency=job["currency"],
        only_currency=job.get("only_currency", False),
    )


def _cells(db, path, clean, job):
    """SQL for (record, cells) of the rejected: a row's cells, or the line of JSON."""
    if clean is None:
        return staging.cells_of_parquet(db, path, "SELECT record FROM kept")
    if job["is_json"]:
        return "SELECT n AS record, [line] AS cells FROM lines WHERE n IN (SELECT record FROM bad)"
    cells = staging.cells_of("line", clean, job["delimiter"])
    return f"SELECT n AS record, {cells} AS cells FROM records WHERE n IN (SELECT record FROM bad)"


if __name__ == "__main__":
    main()
