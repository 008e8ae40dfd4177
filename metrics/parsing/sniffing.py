"""What kind of file this is, told from its first bytes: encoding, delimiter, header, known columns."""

import codecs
import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass

from metrics.parsing import columns, limits
from metrics.parsing.problems import Unreadable

ENCODINGS = {
    "utf-8": "UTF-8",
    "utf-8-sig": "UTF-8 with a mark",
    "utf-16": "UTF-16",
    "utf-16-le": "UTF-16, little end first",
    "utf-16-be": "UTF-16, big end first",
    "cp1252": "Western European (Windows-1252)",
    "cp1251": "Cyrillic (Windows-1251)",
}
DELIMITERS = {",": "comma", ";": "semicolon", "\t": "tab"}
OTHER_FORMATS = {
    b"PK\x03\x04": "an Excel workbook or a zip archive",
    b"\xd0\xcf\x11\xe0": "an old Excel workbook",
    b"%PDF": "a PDF",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"GIF8": "a picture",
    b"\x1f\x8b": "a compressed file",
    b"PAR1": "a Parquet file",
    b"{": "JSON",
    b"[": "JSON",
    b"<": "a web page or XML",
}
BYTE_ORDER_MARKS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
PREAMBLE_LINES = 15
SAMPLES = 5


@dataclass
class Head:
    """How the beginning of a file reads."""

    kind: str
    encoding: str
    delimiter: str
    header_line: int
    headings: list[str]
    samples: list[list[str]]
    mapping: dict[str, int]


def sniff(start: bytes, *, encoding: str = "", delimiter: str = "") -> Head:
    """Recognise a file by its first `limits.HEAD_BYTES`; what a person has chosen is taken as given."""
    refuse_other_formats(start)
    encoding = encoding or guess_encoding(start)
    text = _decoded(start, encoding)
    delimiter = delimiter or guess_delimiter(text)
    rows = list(_first_rows(text, delimiter))
    if not rows:
        raise Unreadable("empty")
    return _head(rows, encoding, delimiter)


def refuse_other_formats(start: bytes) -> None:
    if not start.strip():
        raise Unreadable("empty")
    for mark, name in OTHER_FORMATS.items():
        if start.startswith(mark):
            raise Unreadable("other_format", format=name)


def guess_encoding(start: bytes) -> str:
    """By its mark; else UTF-16 when every second byte is zero; else UTF-8 when it is valid; else Windows-1252."""
    for mark, encoding in BYTE_ORDER_MARKS.items():
        if start.startswith(mark):
            return encoding
    if start.count(0) > len(start) // 4:
        return "utf-16-le" if start[1::2].count(0) > start[::2].count(0) else "utf-16-be"
    return "utf-8" if is_mostly_utf8(start) else "cp1252"


def is_mostly_utf8(content: bytes) -> bool:
    """Real characters of several bytes outnumber the bytes that fit nowhere."""
    if content.isascii():
        return True
    text = codecs.getincrementaldecoder("utf-8")("replace").decode(content)
    return text.count("\ufffd") <= sum(1 for sign in text if sign > "\x7f" and sign != "\ufffd") // 4


def _decoded(start, encoding):
    try:
        return start.decode(encoding, "replace").lstrip("\ufeff")
    except (LookupError, UnicodeError):
        raise Unreadable("not_text") from None


def guess_delimiter(text: str) -> str:
    """The one that splits the most of the first lines into the same number of cells."""
    lines = [line for line in text.splitlines()[:20] if line.strip()]
    return max(DELIMITERS, key=lambda mark: _regularity(lines, mark))


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


def _head(rows, encoding, delimiter):
    at = _header_at(rows)
    line, cells = rows[at]
    headings = [cell.strip() for cell in cells]
    if len(headings) > limits.COLUMNS:
        raise Unreadable("too_many_columns", found=len(headings), limit=limits.COLUMNS)
    kind, mapping = columns.likeliest(headings)
    samples = [sample for _line, sample in rows[at + 1 : at + 1 + SAMPLES]]
    return Head(kind.name, encoding, delimiter, line, headings, samples, mapping)


def _header_at(rows):
    """Reports begin with a title and dates; the header is the first row that names all the columns we need."""
    for at, (_line, cells) in enumerate(rows[:PREAMBLE_LINES]):
        if columns.is_complete(*columns.likeliest(cells)):
            return at
    return 0
