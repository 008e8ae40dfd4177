"""A file read as an import reads it, in this process: the answer, the rows of each table, the rejects."""

import json
from dataclasses import dataclass, field
from pathlib import Path

import duckdb

from metrics.parsing import child, containers, limits, sniffing
from metrics.parsing.problems import Unclear, Unreadable
from metrics.parsing.tables import rows_in

BERLIN = {"timezone": "Europe/Berlin", "currency": "USD"}


@dataclass
class Read:
    """What became of a file. Rows hold only what is known of them."""

    head: sniffing.Head
    facts: dict = field(default_factory=dict)
    tables: dict[str, list[dict]] = field(default_factory=dict)
    rejects: list[dict] = field(default_factory=list)

    @property
    def rows(self) -> list[dict]:
        return self.tables[self.head.kind]

    @property
    def reasons(self) -> list[tuple]:
        return [(reject["line"], reject["column"], reject["code"]) for reject in self.rejects]


def job_of(path: Path, folder: Path, **choices) -> tuple[sniffing.Head, dict]:
    job = {"path": str(path), "folder": str(folder), "encoding": "", "delimiter": "", **BERLIN}
    start = containers.start_of(path, limits.HEAD_BYTES)
    head = child.look(job) if containers.is_wrapped(start) else sniffing.sniff(start)
    for name in ("preset", "kind", "delimiter", "header_line", "headings", "mapping"):
        job[name] = getattr(head, name)
    return head, job | choices


def read(tmp_path: Path, content: bytes | str | Path, **choices) -> Read:
    """Raises Unclear and Unreadable as the child would say them."""
    folder = tmp_path / "folder"
    folder.mkdir(exist_ok=True)
    path = folder / "upload"
    content = content.read_bytes() if isinstance(content, Path) else content
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    head, job = job_of(path, folder, **choices)
    facts = child.parse(job, tell=lambda lines: None)
    found = {table: rows_of(rows_in(folder, table)) for table in facts["tables"]}
    rejects = [json.loads(line) for line in (folder / "rejected").read_text(encoding="utf-8").splitlines()]
    return Read(head, facts, found, rejects)


def rows_of(rows: str) -> list[dict]:
    found = duckdb.execute(f"SELECT * FROM {rows} ORDER BY record")
    names = [column[0] for column in found.description]
    rows = [dict(zip(names, row, strict=True)) for row in found.fetchall()]
    return [{name: value for name, value in row.items() if value not in (None, "")} for row in rows]


def refusal(tmp_path, content) -> tuple[str, dict]:
    """Why a file as a whole is not taken, told by the first look or by the reading."""
    try:
        read(tmp_path, content)
    except Unreadable as bad:
        return bad.code, bad.details
    raise AssertionError("The file was taken.")


def question(tmp_path, content, **choices) -> tuple[str, str]:
    """What a person is asked about a file."""
    try:
        read(tmp_path, content, **choices)
    except Unclear as unclear:
        return unclear.question, unclear.example
    raise AssertionError("Nothing was asked.")
