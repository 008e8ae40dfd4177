"""One cell at a time: text in, a checked value out, or `BadCell` saying what is wrong."""

import re
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from functools import lru_cache
from zoneinfo import ZoneInfo

from metrics.parsing.problems import BadCell, Unsettled

MISSING = frozenset({"", "-", "--", "—", "n/a", "na", "null", "none", "nan", "(none)", "(not set)", "#n/a"})
EARLIEST = datetime(2000, 1, 1, tzinfo=UTC)
UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}\Z")
ISO_TIME = re.compile(r"\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2}([.,]\d{1,9})?)?( ?(Z|UTC|[+-]\d{2}:?\d{2}))?\Z")
SPOKEN = re.compile(
    r"(\d{1,2})[./-](\d{1,2})[./-](\d{4})"
    r"(?:[T ,]+(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?(?: ?([AaPp])\.?[Mm]\.?)?)?\Z"
)
SPACES = re.compile(r"[\s_]+")
MONEY = re.compile(r"[-+]?[0-9]+(\.[0-9]+)?\Z")
SIGNS_OF_MONEY = re.compile(r"^[A-Z]{3}\s|\s[A-Z]{3}$|[$€£¥₽]")
GROUPS_OF_THREE = {",": re.compile(r"\d{1,3}(,\d{3})+(\.\d+)?\Z"), ".": re.compile(r"\d{1,3}(\.\d{3})+(,\d+)?\Z")}
LARGEST = Decimal("999999999999")


@dataclass
class Rules:
    """How this file is to be read; what the file cannot tell, a person has said."""

    zone: ZoneInfo = field(default_factory=lambda: ZoneInfo("UTC"))
    latest: datetime = datetime(9999, 1, 1, tzinfo=UTC)
    day_order: str = ""  # "dmy", "mdy" or "ymd"; not known before a value needs it
    decimal_mark: str = ""  # "." or ",", where amounts have one
    currency: str = "USD"


def is_missing(text: str) -> bool:
    return len(text) < 10 and text.casefold() in MISSING


def text(longest: int):
    """Words as they are, without the space around them."""

    def read(cell, rules):
        if len(cell) > longest:
            raise BadCell("too_long", longest=longest)
        return cell

    return read


def label(longest: int):
    """The name of a channel or a segment: "Paid_Search" and "paid search" are one."""

    @lru_cache(maxsize=4096)
    def same_spelling(cell):
        plain = SPACES.sub(" ", cell).strip().lower()
        if len(plain) > longest:
            raise BadCell("too_long", longest=longest)
        return plain

    return lambda cell, rules: same_spelling(cell)


def moment(cell: str, rules: Rules) -> datetime:
    """A point in time, in UTC. Without an offset it is the workspace's own clock."""
    when = _moment(cell, rules)
    if when.tzinfo is None:
        when = when.replace(tzinfo=rules.zone)
    try:
        when = when.astimezone(UTC)
    except OverflowError:
        raise BadCell("not_a_time", order=rules.day_order) from None
    return _in_range(when, rules)


def _moment(cell, rules):
    if ISO_TIME.match(cell) or ISO_DAY.match(cell):
        return _iso(cell)
    return _spoken(cell, rules, "not_a_time")


def _iso(cell):
    try:
        return datetime.fromisoformat(cell.replace(" UTC", "Z").replace(" Z", "Z"))
    except ValueError:
        return _iso_with_odd_fraction(cell)


def _iso_with_odd_fraction(cell):
    """Nanoseconds and a space before the offset are common in exports and unknown to `fromisoformat`."""
    try:
        return datetime.fromisoformat(re.sub(r"([.,]\d{6})\d+", r"\1", cell).replace(" +", "+").replace(" -", "-"))
    except ValueError:
        raise BadCell("not_a_time", order="") from None


def _spoken(cell, rules, code):
    parts = SPOKEN.match(cell)
    if parts is None or rules.day_order == "ymd":
        raise BadCell(code, order=rules.day_order)
    if not rules.day_order:
        raise Unsettled
    first, second, year, hour, minute, seconds, half = parts.groups()
    day, month = (first, second) if rules.day_order == "dmy" else (second, first)
    try:
        clock = _hour(int(hour or 0), half), int(minute or 0), int(seconds or 0)
        return datetime(int(year), int(month), int(day), *clock)  # noqa: DTZ001 - the workspace's clock, as written
    except ValueError:
        raise BadCell(code, order=rules.day_order) from None


def _hour(hour, half):
    if half is None:
        return hour
    if not 1 <= hour <= 12:
        raise ValueError(hour)
    return hour % 12 + (12 if half in "Pp" else 0)


def _in_range(when, rules):
    if when > rules.latest:
        raise BadCell("in_the_future")
    if when < EARLIEST:
        raise BadCell("before_2000")
    return when


def day(cell: str, rules: Rules) -> date:
    """A calendar day of the workspace; a time of day after it is left out."""
    found = _iso(cell) if ISO_DAY.match(cell) or ISO_TIME.match(cell) else _spoken(cell, rules, "not_a_date")
    _in_range(found.replace(tzinfo=UTC), rules)
    return found.date()


def money(cell: str, rules: Rules) -> Decimal:
    """An amount that was spent: "1,234.50", "1.234,50 €", "(12)"; never less than nothing."""
    amount = _number(cell, rules.decimal_mark)
    if amount < 0:
        raise BadCell("negative")
    if amount > LARGEST:
        raise BadCell("too_large")
    return amount


def _number(cell, mark):
    digits = _bare(cell)
    if not mark and ("," in digits or "." in digits):
        raise Unsettled
    other = "," if mark == "." else "."
    if other in digits:
        digits = _without_groups(digits, other)
    digits = digits.replace(mark or ".", ".")
    if not MONEY.match(digits):
        raise BadCell("not_a_number", mark=mark)
    return Decimal(digits)


def _bare(cell):
    """The digits and marks alone; brackets are an accountant's minus."""
    digits = SIGNS_OF_MONEY.sub("", cell).strip()
    if digits.startswith("(") and digits.endswith(")"):
        digits = "-" + digits[1:-1]
    return re.sub(r"(?<=\d)[\s\u00a0\u202f'](?=\d{3})", "", SIGNS_OF_MONEY.sub("", digits).strip())


def _without_groups(digits, separator):
    sign, plain = (digits[0], digits[1:]) if digits[:1] in "+-" else ("", digits)
    if not GROUPS_OF_THREE[separator].match(plain):
        raise BadCell("not_a_number", mark="." if separator == "," else ",")
    return sign + plain.replace(separator, "")


def currency(cell: str, rules: Rules) -> str:
    """Amounts of another currency are refused: nobody has told us the rate of that day."""
    if cell.upper() != rules.currency:
        raise BadCell("other_currency", currency=rules.currency)
    return rules.currency


def clues_of_order(cell: str) -> str | None:
    """Which order of day and month this value proves; "?" when both are possible, None when neither matters."""
    parts = SPOKEN.match(cell)
    if parts is None:
        return None
    first, second = int(parts[1]), int(parts[2])
    if first > 12 >= second:
        return "dmy"
    if second > 12 >= first:
        return "mdy"
    return "?" if first <= 12 and second <= 12 else None


def clues_of_mark(cell: str) -> str | None:
    """Which decimal mark this amount proves; "?" for "1,234", which may be twelve hundred or one and a bit."""
    digits = _bare(cell)
    marks = [sign for sign in digits if sign in ".,"]
    if not marks:
        return None
    if len(set(marks)) == 2:
        return marks[-1]
    if len(marks) > 1:
        return "," if marks[0] == "." else "."
    whole, _mark, rest = digits.lstrip("+-").partition(marks[0])
    return "?" if len(rest) == 3 and 1 <= len(whole) <= 3 and whole != "0" else marks[0]


def a_day_after(moment: datetime) -> datetime:
    """Clocks of other systems run ahead of ours, but not by more than a day."""
    return moment + timedelta(days=1)
