"""CSV for people with spreadsheets: no cell of ours becomes a formula there."""

import csv
import io
from collections.abc import Iterable

from django.http import HttpResponse

STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def harmless(cell) -> str:
    """Text that a spreadsheet would compute gets an apostrophe before it; our own numbers do not need one."""
    text = "" if cell is None else str(cell)
    return f"'{text}" if isinstance(cell, str) and text.startswith(STARTS_A_FORMULA) else text


def as_file(name: str, rows: Iterable[Iterable]) -> HttpResponse:
    """A download with the byte order mark Excel needs to see that it is UTF-8."""
    text = io.StringIO()
    csv.writer(text).writerows([harmless(cell) for cell in row] for row in rows)
    response = HttpResponse("\ufeff" + text.getvalue(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
