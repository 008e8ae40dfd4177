"""The child process: one file in, accepted rows and rejects out as files, progress on standard output.

Started by `metrics.importing.reading_apart` with the job as JSON on standard input. It holds no
connection and no secret; a file that makes it grow or spin ends this process and nothing else.
"""

import ctypes
import json
import resource
import signal
import sys
from contextlib import suppress
from dataclasses import asdict
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from metrics.parsing import checking, limits, reading, sniffing, staging
from metrics.parsing.checking import Checker, Reject, Tally
from metrics.parsing.columns import KINDS
from metrics.parsing.problems import Unclear, Unreadable, Unsettled
from metrics.parsing.values import Rules, a_day_after

REPORT_EVERY = 20_000


def main():
    job = json.load(sys.stdin)
    limit_this_process()
    try:
        answer = {"done": parse(job)}
    except Unclear as unclear:
        answer = {"unclear": unclear.question, "example": unclear.example}
    except Unreadable as bad:
        answer = {"unreadable": bad.code, "details": bad.details}
    except MemoryError:
        answer = {"unreadable": "too_heavy", "details": {}}
    say(answer)


def limit_this_process():
    resource.setrlimit(resource.RLIMIT_AS, (limits.CHILD_MEMORY, limits.CHILD_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (limits.CHILD_CPU_SECONDS, limits.CHILD_CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    end_with_the_parent()


def end_with_the_parent():
    """A killed worker must not leave its child reading on (Linux; elsewhere the processor limit ends it)."""
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(1, signal.SIGKILL)


def say(message: dict):
    sys.stdout.write(json.dumps(message) + "\n")
    sys.stdout.flush()


def parse(job: dict) -> dict:
    kind, mapping, rules = KINDS[job["kind"]], job["mapping"], rules_of(job)
    encoding = job["encoding"] = job["encoding"] or encoding_of(job["path"])
    try:
        tally = sort(kind, mapping, rules, job)
    except Unsettled:
        with reading.open_text(job["path"], encoding) as lines:
            checking.settle(kind, rows_of(lines, job), mapping, rules)
        tally = sort(kind, mapping, rules, job)
    if not tally.read:
        raise Unreadable("header_only")
    settled = {"encoding": encoding, "day_order": rules.day_order, "decimal_mark": rules.decimal_mark}
    return {"read": tally.read, "rejected": tally.rejected, "causes": tally.causes, **settled}


def encoding_of(path) -> str:
    """By the whole file: the first strange letter may come late."""
    with open(path, "rb") as file:
        return sniffing.guess_encoding(file.read())


def rows_of(lines, job):
    return reading.rows(lines, job["delimiter"], job["header_line"])


def rules_of(job) -> Rules:
    return Rules(
        zone=ZoneInfo(job["timezone"]),
        latest=a_day_after(datetime.now(UTC)),
        day_order=job.get("day_order", ""),
        decimal_mark=job.get("decimal_mark", ""),
        currency=job["currency"],
    )


def sort(kind, mapping, rules, job) -> Tally:
    """Each row to the file of the accepted, ready for COPY, or to the file of the rejected."""
    checker, write_row = Checker(kind, mapping, rules, job["width"]), staging.WRITERS[kind.name](rules)
    tally = Tally()
    with (
        reading.open_text(job["path"], job["encoding"]) as lines,
        open(job["accepted"], "w", encoding="utf-8") as accepted,
        open(job["rejected"], "w") as rejected,
    ):
        for line, cells in rows_of(lines, job):
            tally.read += 1
            checking.refuse_too_many_rows(tally)
            outcome = checker.check(line, cells)
            if not isinstance(outcome, Reject):
                outcome = write_row(accepted, line, outcome, cells)
            if isinstance(outcome, Reject):
                keep_reject(rejected, tally, outcome)
            if tally.read % REPORT_EVERY == 0:
                say({"read": tally.read})
    return tally


def keep_reject(file, tally, reject):
    tally.refuse(reject)
    if tally.rejected <= limits.REJECTS_KEPT:
        file.write(json.dumps(asdict(reject)) + "\n")


if __name__ == "__main__":
    main()
