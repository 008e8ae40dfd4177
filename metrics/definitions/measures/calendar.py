"""Days, weeks and months of a date column, in words that every engine understands alike."""

import ibis

from metrics.definitions.facts import DAY


def month(day):
    return day.truncate("M")


def week(day, start: int):
    """The first day of the week; `start` 0 is Monday."""
    return day - ((day.day_of_week.index() + 7 - start) % 7).as_interval("D")


def months_between(first, last):
    return (last.year() * 12 + last.month()) - (first.year() * 12 + first.month())


def later(day, **by: int):
    """That many days or months after."""
    return day + ibis.interval(**by)


def whole_days(first, last):
    """Full 24 hours between two moments, the later one last: a day with a clock change has 23 or 25.

    The only division in the definitions: both numbers stay far below 2**53, up to where a double is exact.
    """
    return (last - first) // DAY
