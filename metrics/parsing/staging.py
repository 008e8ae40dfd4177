"""Accepted rows as lines of PostgreSQL's COPY text format, in the columns of `metrics.store.STAGING`."""

from metrics.parsing import checking
from metrics.parsing.checking import Reject

SPECIAL = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})


def events(rules):
    """Writes an event as its row of the staging table."""

    zone = rules.zone

    def write(file, line, row, _cells):
        time = row["time"]
        row["time"] = str(time)
        key, day = checking.event_key(row), time.astimezone(zone).date()
        words = f"{row['user']}\x00{row['event']}\x00{row['channel'] or ''}\x00{row['segment'] or ''}"
        person, event, channel, segment = words.translate(SPECIAL).split("\x00")
        file.write(f"{line}\t{key}\t{person}\t{event}\t{row['time']}\t{day}\t{channel}\t{segment}\n")

    return write


def spend(_rules):
    """Writes a day's spend as its row of the staging table, or refuses a second amount."""
    once = checking.SpendOnce()

    def write(file, line, row, cells):
        outcome = once.check(line, row, cells)
        if isinstance(outcome, Reject):
            return outcome
        channel, campaign = row["channel"].translate(SPECIAL), (row["campaign"] or "").translate(SPECIAL)
        file.write(f"{line}\t{row['day']}\t{channel}\t{campaign}\t{row['amount']}\n")
        return None

    return write


WRITERS = {"events": events, "spend": spend}
