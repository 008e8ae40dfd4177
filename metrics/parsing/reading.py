"""Rows of a CSV file with the line each one starts on, within the limits."""

import csv
from collections.abc import Iterator

from metrics.parsing import limits
from metrics.parsing.problems import Unreadable

csv.field_size_limit(limits.CELL_CHARACTERS)


def open_text(path, encoding):
    """Bytes that fit nowhere become lone surrogates, so that only their own row is rejected."""
    return open(path, encoding=encoding, errors="surrogateescape", newline="")


def rows(lines, delimiter: str, header_line: int = 1) -> Iterator[tuple[int, list[str] | csv.Error]]:
    """(line, cells) after the header. A row that cannot be split comes as the error; blank rows do not come."""
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    line = 0
    while True:
        line = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            _refuse_open_quote(error, line)
            cells = error
        except UnicodeError:
            raise Unreadable("not_text") from None
        if line > header_line and cells and cells != [""]:
            yield line, cells


def _refuse_open_quote(error, line):
    """Everything after a quote that is never closed is one enormous cell: nothing there can be trusted."""
    if "unexpected end of data" in str(error):
        raise Unreadable("open_quote", line=line)
    if "field larger than field limit" in str(error):
        raise Unreadable("long_cell", line=line, limit=limits.CELL_CHARACTERS)
