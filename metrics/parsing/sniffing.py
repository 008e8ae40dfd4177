"""What kind of file this is, told from its beginning: encoding, delimiter, header, source, columns."""

import csv
import io
import json
import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import islice

from metrics.parsing import containers, encodings, limits, sources
from metrics.parsing.problems import Unreadable
from metrics.parsing.sources import plain
from metrics.parsing.sources.preset import Headings

csv.field_size_limit(limits.HEAD_BYTES)  # a cell may take all that is looked at
DELIMITERS = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar"}
PREAMBLE_LINES = 20
SAMPLES = 5
VALUES = 200  # of JSON, that are looked at
NO_PATH = '."\\'
CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f]")
DEEPEST = 4  # levels of JSON that become columns


@dataclass
class Head:
    """How the beginning of a file reads. JSON has neither delimiter nor header."""

    preset: str
    kind: str
    encoding: str
    delimiter: str
    header_line: int
    headings: list[str]
    samples: list[list[str]]
    mapping: dict[str, int] = field(default_factory=dict)


def sniff(start: bytes, *, encoding: str = "", delimiter: str = "") -> Head:
    """Recognise a text by its first `limits.HEAD_BYTES`; what a person has chosen is taken as given."""
    containers.refuse_other_formats(start)
    encoding = encoding or encodings.guess(start[: limits.GUESS_BYTES])
    text = _decoded(start, encoding)
    _refuse_what_is_no_text(text[:1000])
    if containers.is_json(text):
        return _head_of_json(text, encoding, is_cut=len(start) >= limits.HEAD_BYTES)
    if delimiter:
        return _head_of_table(text, encoding, delimiter)
    likely = _likely_delimiters(text)
    known = filter(_is_known, _heads_of_table(text, encoding, likely))
    return next(known, None) or _head_of_table(text, encoding, likely[0])


def _refuse_what_is_no_text(text):
    """A file may have some bytes in it that are no text; programs, archives and pictures begin with many."""
    if len(CONTROL.findall(text)) > len(text) // 20:
        raise Unreadable("other_format", format="binary")


def _decoded(start, encoding):
    try:
        return start.decode(encoding, "replace").lstrip("\ufeff")
    except (LookupError, UnicodeError):
        raise Unreadable("not_text") from None


def _likely_delimiters(text):
    """First the one that splits the most of the first lines into the same number of cells."""
    lines = [line for line in text.splitlines()[:PREAMBLE_LINES] if line.strip()]
    return sorted(DELIMITERS, key=lambda mark: _regularity(lines, mark), reverse=True)


def _heads_of_table(text, encoding, delimiters):
    """The wrong one may find more columns than are allowed."""
    for mark in delimiters:
        with suppress(Unreadable):
            yield _head_of_table(text, encoding, mark)


def _is_known(head):
    return head.preset != sources.PLAIN or plain.is_complete(head.kind, head.mapping)


def _regularity(lines, mark):
    counts = [line.count(mark) for line in lines]
    commonest = max(set(counts) - {0}, key=counts.count, default=0)
    return counts.count(commonest) if commonest else 0, commonest


def _first_rows(text, delimiter) -> Iterator[tuple[int, list[str]]]:
    """(its last line, cells) of each of the first rows that are not blank."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    for cells in reader:
        if any(cell.strip() for cell in cells):
            yield reader.line_num, cells
        if reader.line_num >= PREAMBLE_LINES + SAMPLES:
            return


def _head_of_table(text, encoding, delimiter):
    rows = list(_first_rows(text, delimiter))
    if not rows:
        raise Unreadable("empty")
    at = _header_at([cells for _line, cells in rows[:PREAMBLE_LINES]])
    line, cells = rows[at]
    if at == len(rows) - 1:
        _refuse_open_quote(text, line, cells)
    headings = [cell.strip() for cell in cells]
    if len(headings) > limits.COLUMNS:
        raise Unreadable("too_many_columns", found=len(headings), limit=limits.COLUMNS)
    samples = [sample for _line, sample in rows[at + 1 : at + 1 + SAMPLES]]
    return recognised(Head("", "", encoding, delimiter, line, headings, samples))


def _refuse_open_quote(text, line, cells):
    """A header that has taken up everything below it."""
    lines = "".join(cells).rstrip("\n").count("\n")
    if lines and "".join(islice(io.StringIO(text, newline=""), line)).count('"') % 2:
        raise Unreadable("open_quote", line=line - lines)


def _header_at(rows):
    """Reports begin with a title and dates; the header is the first row that a source is known by, or that names
    all the columns we need; else the first."""
    allowed = [(at, cells) for at, cells in enumerate(rows) if len(cells) <= limits.COLUMNS]
    for at, cells in allowed:
        if sources.recognised(cells):
            return at
    for at, cells in allowed:
        if plain.is_complete(*plain.likeliest(cells)):
            return at
    return 0


def _head_of_json(text, encoding, *, is_cut):
    values = containers.first_values(text, VALUES)
    if not values and is_cut and "\n" not in text:
        raise Unreadable("long_cell", line=1, limit=limits.LINE_BYTES)
    if not values:
        raise Unreadable("not_json")
    headings = list(dict.fromkeys(path for value in values for path in _paths(value)))[: limits.COLUMNS]
    if not headings:
        raise Unreadable("not_json")
    samples = [[_shown(_at(value, path)) for path in headings] for value in values[:SAMPLES]]
    return recognised(Head("", "", encoding, "", 0, headings, samples))


def _paths(value, before="", depth=1):
    """The paths of a JSON object; lists stay whole, and a key with a sign of paths in it has none."""
    for key, inner in value.items():
        if not key or any(sign in key for sign in NO_PATH):
            continue
        if isinstance(inner, dict) and inner and depth < DEEPEST:
            yield from _paths(inner, f"{before}{key}.", depth + 1)
        else:
            yield f"{before}{key}"


def _at(value, path):
    for key in path.split("."):
        value = value.get(key) if isinstance(value, dict) else None
    return value


def _shown(value):
    if value is None:
        return ""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def recognised(head: Head) -> Head:
    """With the source and the table that its columns tell."""
    source = sources.recognised(head.headings)
    if source is None:
        head.preset = sources.PLAIN
        head.kind, head.mapping = plain.likeliest(head.headings)
    else:
        head.preset, head.kind = source.name, source.table
        head.mapping = places(source, head.headings)
    return head


def places(source, headings: list[str]) -> dict[str, int]:
    """Where the columns of a known source are, as far as each is one column of the file: to be shown."""
    found = Headings(headings)
    shown = {}
    for column, spec in source.parts[0].columns.items():
        names = getattr(spec, "headings", (spec,) if isinstance(spec, str) else spec)
        place = next((place for place in map(found.place, names) if place is not None), None)
        if place is not None:
            shown[column] = place
    return shown
