"""What is wrong with a file or a row, in words: what is there, what was expected."""

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from metrics.parsing import columns, limits, sniffing

EXPECTED_DAYS = {
    "": gettext_lazy("year-month-day"),
    "ymd": gettext_lazy("year-month-day"),
    "dmy": gettext_lazy("day.month.year"),
    "mdy": gettext_lazy("month/day/year"),
}

ROW_PROBLEMS = {
    "missing": gettext_lazy("There is no %(column)s. Every row needs one."),
    "not_a_time": gettext_lazy("%(value)s is not a date or time. Expected %(expected)s, with or without a time."),
    "not_a_date": gettext_lazy("%(value)s is not a date. Expected %(expected)s."),
    "in_the_future": gettext_lazy("%(value)s is in the future."),
    "before_2000": gettext_lazy("%(value)s is before the year 2000."),
    "not_a_number": gettext_lazy("%(value)s is not an amount. Expected a number like 1234%(mark)s50."),
    "negative": gettext_lazy("%(value)s is less than nothing. Spend is written without a minus."),
    "too_large": gettext_lazy("%(value)s is more than any amount we store."),
    "other_currency": gettext_lazy(
        "%(value)s is not the workspace's currency. Convert the amount to %(currency)s first."
    ),
    "second_amount": gettext_lazy(
        "Line %(line)s has another amount for this day, channel and campaign. Keep one, or add a campaign column."
    ),
    "too_long": gettext_lazy("The text is longer than %(longest)s characters."),
    "too_many_cells": gettext_lazy("The row has %(found)s cells, the header %(expected)s. Is a comma not in quotes?"),
    "broken_quotes": gettext_lazy("The quotation marks of this row do not match."),
    "zero_byte": gettext_lazy("The cell holds a zero byte, which is no text."),
    "bad_bytes": gettext_lazy("The cell holds bytes that are no text in this file's encoding."),
}

CAUSES = {
    "missing": gettext_lazy("no value"),
    "not_a_time": gettext_lazy("not a date or time"),
    "not_a_date": gettext_lazy("not a date"),
    "in_the_future": gettext_lazy("in the future"),
    "before_2000": gettext_lazy("before the year 2000"),
    "not_a_number": gettext_lazy("not an amount"),
    "negative": gettext_lazy("less than nothing"),
    "too_large": gettext_lazy("too large"),
    "other_currency": gettext_lazy("another currency"),
    "second_amount": gettext_lazy("a second amount for the same day and channel"),
    "too_long": gettext_lazy("too long"),
    "too_many_cells": gettext_lazy("more cells than the header"),
    "broken_quotes": gettext_lazy("quotation marks that do not match"),
    "zero_byte": gettext_lazy("a zero byte"),
    "bad_bytes": gettext_lazy("bytes that are no text"),
}

FILE_PROBLEMS = {
    "empty": gettext_lazy("The file is empty. Export it again and look into it before you upload it."),
    "header_only": gettext_lazy("The file has a header and no rows. Is the period of the export right?"),
    "other_format": gettext_lazy("This is %(format)s, not a CSV file. Save or export it as CSV and upload that."),
    "not_text": gettext_lazy("This is not text in the encoding %(encoding)s. Save it as UTF-8 and upload it again."),
    "too_large": gettext_lazy("The file is larger than %(limit)s MB. Split it by month and import the parts."),
    "too_many_columns": gettext_lazy(
        "The file has %(found)s columns; %(limit)s are allowed. Keep the ones you need and upload it again."
    ),
    "too_many_rows": gettext_lazy("The file has more than %(limit)s rows. Split it by month and import the parts."),
    "long_cell": gettext_lazy(
        "A cell that begins on line %(line)s is longer than %(limit)s characters. "
        "Often a quotation mark there is not closed."
    ),
    "open_quote": gettext_lazy(
        "A quotation mark opened on line %(line)s is never closed, so nothing after it can be read. "
        "Correct that line and upload the file again."
    ),
    "too_heavy": gettext_lazy("The file takes more memory or time than one import may have. Split it into parts."),
}

QUESTIONS = {
    "day_order": gettext_lazy("Is %(example)s written with the day or with the month first?"),
    "decimal_mark": gettext_lazy("Is the mark in %(example)s for decimals or for thousands?"),
}

COLUMN_NAMES = {
    "user": gettext_lazy("user"),
    "event": gettext_lazy("event"),
    "time": gettext_lazy("time"),
    "channel": gettext_lazy("channel"),
    "segment": gettext_lazy("segment"),
    "id": gettext_lazy("event id"),
    "day": gettext_lazy("day"),
    "amount": gettext_lazy("amount"),
    "campaign": gettext_lazy("campaign"),
    "currency": gettext_lazy("currency"),
}


def of_row(code: str, column: str, value: str, details: dict) -> str:
    """The sentence for one rejected row."""
    parts = {"column": COLUMN_NAMES.get(column, column), "value": value or _("Nothing"), **details}
    parts.setdefault("expected", EXPECTED_DAYS[details.get("order", "")])
    parts.setdefault("mark", ".")
    return ROW_PROBLEMS[code] % parts


def of_reject(reject) -> str:
    return of_row(reject.code, reject.column, reject.value, reject.details)


def of_cause(cause: str) -> str:
    """ "time|not_a_date" as the heading of a group: "time: not a date"."""
    column, _bar, code = cause.partition("|")
    name = COLUMN_NAMES.get(column)
    return _("%(column)s: %(cause)s") % {"column": name, "cause": CAUSES[code]} if name else str(CAUSES[code])


def of_file(problem: dict, encoding: str = "") -> str:
    """The sentence for a file that cannot be taken as a whole."""
    known = {"encoding": sniffing.ENCODINGS.get(encoding, "UTF-8"), "limit": limits.FILE_BYTES // 1024**2}
    return FILE_PROBLEMS[problem["code"]] % (known | problem)


def of_question(unclear: dict) -> str:
    return QUESTIONS[unclear["question"]] % unclear


def of_missing(kind: str, missing: Iterable[str]) -> str:
    """Which columns have to be chosen before the rows can be checked."""
    names = [str(COLUMN_NAMES[column.name]) for column in columns.KINDS[kind].columns if column.name in set(missing)]
    one_or_more = ngettext("Choose the column for %(names)s.", "Choose the columns for %(names)s.", len(names))
    return one_or_more % {"names": ", ".join(names)}
