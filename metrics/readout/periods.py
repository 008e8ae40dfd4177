"""Days, weeks and months: which there are between two days, when each ends, and whether it is over."""

from calendar import monthrange
from datetime import date, timedelta

BUCKETS = ("day", "week", "month")
DAY = timedelta(days=1)


def start_of(day: date, bucket: str, week_start: int = 0) -> date:
    """The first day of the period that holds `day`; a week starts on `week_start`, 0 is Monday."""
    if bucket == "month":
        return day.replace(day=1)
    return day - timedelta(days=(day.weekday() - week_start) % 7) if bucket == "week" else day


def end_of(start: date, bucket: str) -> date:
    """The last day of the period that begins on `start`."""
    return later(start, 1, bucket) - DAY


def later(start: date, count: int, bucket: str) -> date:
    """The period that many after, or before for a negative number."""
    if bucket != "month":
        return start + timedelta(days=count * (7 if bucket == "week" else 1))
    months = start.year * 12 + start.month - 1 + count
    year, month = divmod(months, 12)
    return date(year, month + 1, min(start.day, monthrange(year, month + 1)[1]))


def between(first: date, last: date, bucket: str, week_start: int = 0) -> list[date]:
    """The starts of all periods from the one with `first` to the one with `last`."""
    found, start = [], start_of(first, bucket, week_start)
    while start <= last:
        found.append(start)
        start = later(start, 1, bucket)
    return found


def is_over(start: date, bucket: str, today: date, through: date | None) -> bool:
    """The calendar has left the period, and the data reaches its end."""
    last = end_of(start, bucket)
    return through is not None and today > last and through >= last
