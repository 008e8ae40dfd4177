"""What kind of file this is, told from its beginning: encoding, delimiter, header, source, columns."""

import csv
import io
import json
from collections.abc import Iterator
from dataclasses import dataclass, field

from metrics.parsing import containers, encodings, limits, sources
from metrics.parsing.problems import Unreadable
from metrics.parsing.sources import plain
from metrics.parsing.sources.preset import Headings

DELIMITERS = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar"}
PREAMBLE_LINES = 20
SAMPLES = 5
VALUES = 200  # of JSON, that are looked at
NO_PATH = '."\\'
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
    encoding = encoding or encodings.guess(start)
    text = _decoded(start, encoding)
    if containers.is_json(text):
        return _head_of_json(text, encoding)
    if delimiter:
        return _head_of_table(text, encoding, delimiter)
    heads = [_head_of_table(text, encoding, mark) for mark in _likely_delimiters(text)]
    return next(filter(_is_known, heads), heads[0])


def _decoded(start, encoding):
    try:
        return start.decode(encoding, "replace").lstrip("\ufeff")
    except (LookupError, UnicodeError):
        raise Unreadable("not_text") from None


def _likely_delimiters(text):
    """First the one that splits the most of the first lines into the same number of cells."""
    lines = [line for line in text.splitlines()[:PREAMBLE_LINES] if line.strip()]
    return sorted(DELIMITERS, key=lambda mark: _regularity(lines, mark), reverse=True)


def _is_known(head):
    return head.preset != sources.PLAIN or plain.is_complete(head.kind, head.mapping)


def _regularity(lines, mark):
    counts = [line.count(mark) for line in lines]
    commonest = max(set(counts) - {0}, key=counts.count, default=0)
    return counts.count(commonest) if commonest else 0, commonest


def _first_rows(text, delimiter) -> Iterator[tuple[int, list[str]]]:
    """(line, cells) of the first rows that are not blank; a quote left open is for the full reading to name."""
    _refuse_too_many_columns(text, delimiter)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    line = 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield line, cells
            line = reader.line_num + 1
            if line > PREAMBLE_LINES + SAMPLES:
                return
    except csv.Error:
        return


def _refuse_too_many_columns(text, delimiter):
    for line in text.split("\n", PREAMBLE_LINES)[:PREAMBLE_LINES]:
        if line.count(delimiter) >= limits.COLUMNS * 2:
            raise Unreadable("too_many_columns", found=line.count(delimiter) + 1, limit=limits.COLUMNS)


def _head_of_table(text, encoding, delimiter):
    rows = list(_first_rows(text, delimiter))
    if not rows:
        raise Unreadable("empty")
    at = _header_at([cells for _line, cells in rows[:PREAMBLE_LINES]])
    line, cells = rows[at]
    headings = [cell.strip() for cell in cells]
    if len(headings) > limits.COLUMNS:
        raise Unreadable("too_many_columns", found=len(headings), limit=limits.COLUMNS)
    samples = [sample for _line, sample in rows[at + 1 : at + 1 + SAMPLES]]
    return recognised(Head("", "", encoding, delimiter, line, headings, samples))


def _header_at(rows):
    """Reports begin with a title and dates; the header is the first row that a source is known by, or that names
    all the columns we need; else the first."""
    for at, cells in enumerate(rows):
        if sources.recognised(cells):
            return at
    for at, cells in enumerate(rows):
        if plain.is_complete(*plain.likeliest(cells)):
            return at
    return 0


def _head_of_json(text, encoding):
    values = containers.first_values(text, VALUES)
    if not values:
        raise Unreadable("not_json")
    headings = list(dict.fromkeys(path for value in values for path in _paths(value)))[: limits.COLUMNS]
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
