"""How a cell becomes a value: for each kind of cell one expression for the value and one for what is wrong with it.

The expressions are DuckDB's SQL over the text of a cell, which is trimmed and NULL where it was missing. What only the
whole column can tell has been settled before (`settling`).
"""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from metrics.parsing import sql

LARGEST = 999_999_999_999
SPAN = " – "  # between the first and the last of several days
SPOKEN = (
    r"(\d{1,2})[./-](\d{1,2})[./-](\d{4})"
    r"(?:[T ,]+(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?(?: ?([AaPp])\.?[Mm]\.?)?)?"
)
WRITTEN_OUT = [
    *("%b %d, %Y", "%B %d, %Y", "%d %b %Y", "%d %B %Y", "%b %d, %Y, %I:%M %p", "%b %d, %Y %I:%M %p"),
    *("%Y-%m-%d %I:%M %p", "%Y-%m-%d %I:%M:%S %p"),
]
ZONED = r".*(Z|UTC|GMT|:\d\d([.,]\d+)? ?[+-]\d\d(:?\d\d)?)"
PLAIN_NUMBER = r"[-+]?[0-9]+(\.[0-9]+)?"
TYPED_NUMBER = PLAIN_NUMBER + r"([eE][-+]?[0-9]+)?"  # in a text it may be one that a spreadsheet has cut off
# Currencies without minor units, and those with three digits of them, as Stripe counts.
WITHOUT_MINOR = (
    *("BIF", "CLP", "DJF", "GNF", "JPY", "KMF", "KRW", "MGA"),
    *("PYG", "RWF", "UGX", "VND", "VUV", "XAF", "XOF", "XPF"),
)
IN_THOUSANDTHS = ("BHD", "JOD", "KWD", "OMR", "TND")


@dataclass
class Rules:
    """How this file is to be read; what the file cannot tell, a person has said."""

    zone: ZoneInfo = field(default_factory=lambda: ZoneInfo("UTC"))
    day_order: str = ""  # "dmy", "mdy" or "ymd"; not known before a value needs it
    decimal_mark: str = ""  # "." or ",", where amounts have one
    amount_of: str = ""  # "one" or "all", where a subscription has a quantity
    currency: str = ""  # the workspace's
    only_currency: bool = False  # rows of money in another currency are refused
    now: datetime = field(default_factory=lambda: datetime.now(UTC))

    @property
    def latest(self) -> int:
        """Clocks of other systems run ahead of ours, but not by more than a day."""
        return round((self.now + timedelta(days=1)).timestamp() * 1_000_000)


@dataclass(frozen=True)
class Shape:
    """How the cells of one column are written, all of them."""

    is_iso: bool = True  # every date and time begins with its year
    zoned: str = "some"  # "all", "none" or "some" of the times have an offset
    is_plain: bool = False  # every number is made of digits and a point only
    has_marks: bool = False  # some number has a point or a comma
    number: str = PLAIN_NUMBER


@dataclass(frozen=True)
class Cell:
    """Where a value is read from, and what may be relied on there."""

    text: str  # SQL
    rules: Rules
    shape: Shape = Shape()
    currency: str = "''"  # SQL


@dataclass(frozen=True)
class Text:
    longest: int = 200

    def value(self, cell):
        return cell.text

    def fault(self, cell, value):
        return f"CASE WHEN strlen({value}) > {self.longest} AND length({value}) > {self.longest} THEN 'too_long' END"

    @property
    def details(self):
        return {"too_long": {"longest": self.longest}}


@dataclass(frozen=True)
class Label(Text):
    """The name of a channel or a segment: "Paid_Search" and "paid search" are one."""

    longest: int = 100

    def value(self, cell):
        return f"lower(spaced({cell.text}))"


class Email(Text):
    def value(self, cell):
        return f"lower({cell.text})"


class ShortId(Text):
    """Salesforce gives its ids with 15 characters, or with 18 of which the last three are a check."""

    def value(self, cell):
        return f"CASE WHEN length({cell.text}) = 18 THEN {cell.text}[1:15] ELSE {cell.text} END"


@dataclass(frozen=True)
class OneOf:
    """A word out of a few. `other` stands for every word that is not listed; without it such a row is refused."""

    words: tuple[tuple[str, str], ...]
    other: str = ""

    def value(self, cell):
        found = f"lower(regexp_replace({cell.text}, '[\\s_-]+', ' ', 'g'))"
        cases = " ".join(f"WHEN {sql.text(word)} THEN {sql.text(meant)}" for word, meant in self.words)
        other = f"CASE WHEN {cell.text} IS NOT NULL THEN {sql.text(self.other)} END" if self.other else "NULL"
        return f"CASE {found} {cases} ELSE {other} END"

    def fault(self, cell, value):
        return f"CASE WHEN {value} IS NULL AND {cell.text} IS NOT NULL THEN 'unknown_word' END"

    @property
    def details(self):
        return {"unknown_word": {"words": ", ".join(dict.fromkeys(meant for _word, meant in self.words))}}


TRUE = ["true", "t", "yes", "y", "1", "da", "да", "oui", "ja", "si", "sí", "sim", "是", "won"]
FALSE = ["false", "f", "no", "n", "0", "net", "нет", "non", "nein", "não", "否"]


@dataclass(frozen=True)
class Flag:
    def value(self, cell):
        yes, no = (", ".join(map(sql.text, words)) for words in (TRUE, FALSE))
        return f"CASE WHEN lower({cell.text}) IN ({yes}) THEN true WHEN lower({cell.text}) IN ({no}) THEN false END"

    def fault(self, cell, value):
        return f"CASE WHEN {value} IS NULL AND {cell.text} IS NOT NULL THEN 'not_a_flag' END"


@dataclass(frozen=True)
class Currency:
    """An ISO code."""

    def value(self, cell):
        return f"upper({cell.text})"

    def fault(self, cell, value):
        return f"CASE WHEN NOT {sql.likely('[A-Z]{3}', value)} THEN 'not_a_currency' END"


@dataclass(frozen=True)
class Moment:
    """Microseconds UTC. A time without an offset is by the clock of the file's zone."""

    may_come: bool = False

    def value(self, cell):
        iso = iso_moment(cell)
        if cell.shape.is_iso:
            return iso
        others = f"coalesce({iso}, {counted_moment(cell)}, {spoken_moment(cell)})"
        has_digit = f"regexp_matches({cell.text}, '[0-9]')"
        return f"coalesce({_usual_moment(cell.text)}, CASE WHEN {has_digit} THEN {others} END)"

    def fault(self, cell, value):
        future = "" if self.may_come else f"WHEN {value} > {cell.rules.latest} THEN 'in_the_future'"
        early = f"WHEN {value} < {sql.YEAR_2000} THEN 'before_2000'"
        return f"CASE WHEN {cell.text} IS NULL THEN NULL WHEN {value} IS NULL THEN 'not_a_time' {future} {early} END"


@dataclass(frozen=True)
class Day:
    """The day as it is written; a time of day after it is left out."""

    def value(self, cell):
        iso = f"CASE WHEN {begins_with_year(cell.text)} THEN TRY_CAST(left({cell.text}, 10) AS DATE) END"
        if cell.shape.is_iso:
            return iso
        wall = f"make_timestamp(coalesce({counted_days(cell.text)}, {spoken_wall(cell)}))::DATE"
        return f"CASE WHEN NOT {self._is_span(cell)} THEN coalesce({iso}, {wall}) END"

    def _is_span(self, cell):
        return f"contains({cell.text}, '{SPAN}')"

    def fault(self, cell, value):
        latest = f"make_timestamp({cell.rules.latest})::DATE"
        late = f"WHEN {value} > {latest} THEN 'in_the_future' WHEN {value} < DATE '2000-01-01' THEN 'before_2000'"
        several = f"WHEN {value} IS NULL AND {self._is_span(cell)} THEN 'several_days'"
        return f"CASE WHEN {cell.text} IS NULL THEN NULL {several} WHEN {value} IS NULL THEN 'not_a_date' {late} END"


def begins_with_year(text):
    """Four digits and a mark: "3/15/2026" has the mark there, too."""
    return f"(({text}[5] = '-' OR {text}[5] = '/') AND TRY_CAST({text}[1:4] AS SMALLINT) IS NOT NULL)"


def _usual_moment(text):
    """Most times are written like this, and read without another look: 2026-03-15T14:05:00Z."""
    is_usual = f"{text} >= '2000-' AND {text} < '2100-' AND {text}[5] = '-' AND ends_with({text}, 'Z')"
    return f"CASE WHEN {is_usual} THEN epoch_us(TRY_CAST({text} AS TIMESTAMPTZ)) END"


def iso_moment(cell):
    text, zone = cell.text, cell.rules.zone
    wall = f"epoch_us(TRY_CAST({text} AS TIMESTAMP))"
    moment = f"epoch_us(TRY_CAST({text} AS TIMESTAMPTZ))"
    # A wall clock's time is taken whatever word comes after it; as a moment it is another one then, or none.
    has_no_word = f"{text}[-1] BETWEEN '0' AND '9' AND {moment} = {wall}"
    unzoned = f"CASE WHEN {has_no_word} THEN {sql.utc_of_wall(wall, zone)} ELSE {moment} END"
    if not cell.shape.is_iso:
        moment = f"coalesce({moment}, epoch_us(TRY_CAST({_usual(text)} AS TIMESTAMPTZ)))"
    is_zoned = f"ends_with({text}, 'Z') OR {sql.likely(ZONED, text)}"
    found = {
        "all": moment,
        "none": unzoned,
        "some": f"CASE WHEN {is_zoned} THEN {moment} ELSE {unzoned} END",
    }[cell.shape.zoned]
    return f"CASE WHEN {begins_with_year(text)} THEN {found} END"


def _usual(text):
    """A comma before the fraction, nanoseconds, and an offset without its colon are common in exports."""
    fraction = f"regexp_replace(replace({text}, ',', '.'), '(\\.\\d{{6}})\\d+', '\\1')"
    return f"regexp_replace({fraction}, ' ?([+-]\\d\\d)(\\d\\d)$', '\\1:\\2')"


def counted_moment(cell):
    """Seconds, milliseconds, microseconds or nanoseconds since 1970; or YYYYMMDD."""
    text = cell.text
    digits = f"TRY_CAST(regexp_extract({text}, '^\\d{{9,19}}') AS BIGINT)"
    seconds = f"TRY_CAST(round(TRY_CAST({text} AS DECIMAL(28, 6)) * 1000000) AS BIGINT)"
    return f"""CASE
        WHEN NOT regexp_full_match({text}, '\\d{{8,19}}(\\.\\d+)?') THEN NULL
        WHEN length(regexp_extract({text}, '^\\d+')) = 8 THEN {sql.utc_of_wall(counted_days(text), cell.rules.zone)}
        WHEN {digits} < 100000000000 THEN {seconds}
        WHEN {digits} < 100000000000000 THEN {digits} * 1000
        WHEN {digits} < 100000000000000000 THEN {digits}
        ELSE {digits} // 1000
    END"""


def counted_days(text):
    return (
        f"CASE WHEN regexp_full_match({text}, '\\d{{8}}') THEN "
        f"epoch_us(TRY_CAST({text}[1:4] || '-' || {text}[5:6] || '-' || {text}[7:8] AS TIMESTAMP)) END"
    )


def spoken_moment(cell):
    return sql.utc_of_wall(spoken_wall(cell), cell.rules.zone)


def spoken_wall(cell):
    """Microseconds of the wall clock of 31.12.2026, 12/31/2026 2:05 PM or Dec 31, 2026."""
    text, order = cell.text, cell.rules.day_order
    formats = ", ".join(map(sql.text, WRITTEN_OUT))
    words = f"CASE WHEN regexp_matches({text}, '[0-9]{{4}}') THEN epoch_us(try_strptime({text}, [{formats}])) END"
    if order not in ("dmy", "mdy"):
        return words
    part = [f"regexp_extract({text}, {sql.text('^' + SPOKEN + '$')}, {number})" for number in range(8)]
    day, month = (part[1], part[2]) if order == "dmy" else (part[2], part[1])
    date = f"TRY_CAST({part[3]} || '-' || lpad({month}, 2, '0') || '-' || lpad({day}, 2, '0') AS TIMESTAMP)"
    hour = f"coalesce(TRY_CAST({part[4]} AS BIGINT), 0)"
    half = f"lower({part[7]})"
    hour = f"""CASE WHEN {half} = '' THEN CASE WHEN {hour} < 24 THEN {hour} END
        WHEN {hour} NOT BETWEEN 1 AND 12 THEN NULL
        WHEN {half} = 'p' THEN {hour} % 12 + 12 ELSE {hour} % 12 END"""
    minutes = f"coalesce(TRY_CAST({part[5]} AS INTEGER), 0)"
    seconds = f"coalesce(TRY_CAST({part[6]} AS INTEGER), 0)"
    clock = f"CASE WHEN {minutes} < 60 AND {seconds} < 60 THEN (({hour}) * 3600 + {minutes} * 60 + {seconds}) END"
    return f"coalesce(epoch_us({date}) + {clock} * 1000000, {words})"


@dataclass(frozen=True)
class Money:
    """An amount in major units: "1,234.50", "1.234,50 €", "(12)"."""

    unit: str = "major"  # or "minor", or "micros"
    is_signed: bool = False

    def value(self, cell):
        number = decimal(cell)
        if self.unit == "micros":
            return f"TRY_CAST({number} * CAST(0.000001 AS DECIMAL(7, 6)) AS DECIMAL(18, 6))"
        if self.unit == "minor":
            return f"TRY_CAST({number} * {_share_of_major(cell.currency)} AS DECIMAL(18, 6))"
        return f"TRY_CAST({number} AS DECIMAL(18, 6))"

    def fault(self, cell, value):
        size = f"TRY_CAST(regexp_replace({cell.text}, '[^0-9]', '', 'g') AS DOUBLE)"
        negative = "" if self.is_signed else f"WHEN {value} < 0 THEN 'negative'"
        return f"""CASE
            WHEN {cell.text} IS NULL THEN NULL
            WHEN {value} IS NULL THEN CASE WHEN {decimal(cell)} IS NOT NULL OR {sql.likely(PLAIN_NUMBER, cell.text)}
                AND {size} > {LARGEST} THEN 'too_large' ELSE 'not_a_number' END
            WHEN abs({value}) > {LARGEST} THEN 'too_large' {negative}
        END"""


def _share_of_major(currency):
    whole, thousandths = (", ".join(map(sql.text, codes)) for codes in (WITHOUT_MINOR, IN_THOUSANDTHS))
    return (
        f"CAST(CASE WHEN {currency} IN ({whole}) THEN 1.0 WHEN {currency} IN ({thousandths}) THEN 0.001 "
        f"ELSE 0.01 END AS DECIMAL(4, 3))"
    )


@dataclass(frozen=True)
class Count:
    """A whole number; a mark before three digits is a thousand's."""

    def value(self, cell):
        if cell.shape.is_plain:
            return f"TRY_CAST(TRY_CAST({cell.text} AS DECIMAL(18, 0)) AS BIGINT)"
        digits = f"regexp_replace({cell.text}, '[.,](\\d{{3}})', '\\1', 'g')"
        return f"TRY_CAST(TRY_CAST({without_spaces(digits)} AS DECIMAL(18, 0)) AS BIGINT)"

    def fault(self, cell, value):
        return f"""CASE WHEN {cell.text} IS NULL THEN NULL WHEN {value} IS NULL THEN 'not_a_number'
            WHEN {value} < 0 THEN 'negative' END"""


def decimal(cell: Cell) -> str:
    """The number of a cell by the file's decimal mark."""
    if cell.shape.is_plain and (cell.rules.decimal_mark != "," or not cell.shape.has_marks):
        return f"TRY_CAST({cell.text} AS DECIMAL(18, 6))"
    mark = cell.rules.decimal_mark or "."
    other = "," if mark == "." else "."
    digits = bare_number(cell.text)
    groups = rf"[-+]?\d{{1,3}}(\{other}\d{{3}})+(\{mark}\d+)?"
    joined = f"""replace(CASE WHEN NOT contains({digits}, '{other}') THEN {digits}
        WHEN {sql.likely(groups, digits)} THEN replace({digits}, '{other}', '') END, '{mark}', '.')"""
    return f"CASE WHEN {sql.likely(cell.shape.number, joined)} THEN TRY_CAST({joined} AS DECIMAL(30, 6)) END"


def bare_number(text: str) -> str:
    """The digits and marks alone; brackets are an accountant's minus."""
    signs = r"^[A-Z]{3}\s|\s?[A-Z]{3}$|US\$|R\$|[$€£¥₽₴₹]|zł|kr"
    digits = f"trim(regexp_replace({text}, '{signs}', '', 'g'), {sql.text(sql.WHITE)})"
    return without_spaces(f"regexp_replace(replace({digits}, '−', '-'), '^\\((.*)\\)$', '-\\1')")


def without_spaces(digits):
    group = "'(\\d)[\\s\u00a0\u202f'']+(\\d{3})'"
    once = f"regexp_replace({digits}, {group}, '\\1\\2', 'g')"
    return f"regexp_replace({once}, {group}, '\\1\\2', 'g')"
