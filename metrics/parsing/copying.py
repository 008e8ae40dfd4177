"""A bridge while events and spend are still kept in PostgreSQL: the tables as lines of COPY's text format."""

from pathlib import Path
from zoneinfo import ZoneInfo

from metrics.parsing import sql

KEY = """CASE WHEN key IS NULL THEN 'event\x1f' || person || '\x1f' || event || '\x1f' || "at"
    ELSE 'id\x1f' || key END"""


def write(db, table: str, folder: Path, zone: ZoneInfo, is_plain: bool) -> None:
    """The accepted rows of events or spend as the file `accepted`; other tables have no place there."""
    rows = _events(folder, zone) if table == "events" else _spend(folder, is_plain)
    target = sql.text(str(folder / "accepted"))
    db.execute(f"COPY ({rows}) TO {target} (FORMAT csv, HEADER false, DELIMITER '\t', QUOTE '', ESCAPE '')")


def _events(folder, zone):
    day = f"make_timestamp({sql.wall_of_utc(sql.name('at'), zone)})::DATE"
    person, event, channel, segment = map(_escaped, ("person", "event", "channel", "segment"))
    return f"""
        SELECT record, md5({KEY})::UUID, {person}, {event}, make_timestamp("at")::VARCHAR || '+00', {day}, {channel},
            {segment} FROM {sql.text(str(folder / "events.parquet"))}
    """


def _spend(folder, is_plain):
    """A platform's rows of one campaign and day, one for each ad or device, are one amount."""
    amount = "amount" if is_plain else "sum(amount)"
    record = "record" if is_plain else "min(record)"
    group = "" if is_plain else "GROUP BY day, channel, campaign ORDER BY min(record)"
    campaign = _escaped("coalesce(campaign, '')")
    return f"""
        SELECT {record}, day, {_escaped("channel")}, {campaign}, {amount}
        FROM {sql.text(str(folder / "spend.parquet"))} {group}
    """


def _escaped(text):
    for sign, written in (("\\", "\\\\"), ("\t", "\\t"), ("\n", "\\n"), ("\r", "\\r")):
        text = f"replace({text}, chr({ord(sign)}), {sql.text(written)})"
    return text
