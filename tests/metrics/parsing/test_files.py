"""Whole files through the child process: encodings, separators, and every bad row with its line."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from metrics.parsing import checking, limits, sniffing
from metrics.parsing.problems import Unreadable

ROOT = Path(__file__).parents[3]
HEADER = "user,event,time,channel,segment\n"
ROW = "u1,signed_up,2026-01-31T10:00:00Z,organic search,startup\n"


def read(tmp_path, content, **choices):
    """The child's answer, the accepted rows and the rejects of a file."""
    content = content if isinstance(content, bytes) else content.encode()
    path = tmp_path / "upload"
    path.write_bytes(content)
    head = sniffing.sniff(content[: limits.HEAD_BYTES])
    task = {
        "kind": head.kind,
        "path": str(path),
        "accepted": str(tmp_path / "accepted"),
        "rejected": str(tmp_path / "rejected"),
        "encoding": "",
        "delimiter": head.delimiter,
        "header_line": head.header_line,
        "width": len(head.headings),
        "mapping": head.mapping,
        "timezone": "Europe/Berlin",
        "currency": "USD",
    }
    return child(tmp_path, task | choices)


def child(tmp_path, task):
    command = [sys.executable, "-m", "metrics.parsing.child"]
    said = subprocess.run(command, input=json.dumps(task), capture_output=True, text=True, cwd=ROOT)
    assert said.returncode == 0, said.stderr
    answer = json.loads(said.stdout.splitlines()[-1])
    return answer, rows(tmp_path / "accepted"), [json.loads(line) for line in rows(tmp_path / "rejected")]


def rows(path):
    return path.read_text(encoding="utf-8").splitlines() if path.exists() else []


def refusal(tmp_path, content):
    """Why a file as a whole is not taken, told by the first look or by the reading."""
    try:
        answer, _accepted, _rejected = read(tmp_path, content)
    except Unreadable as bad:
        return bad.code, bad.details
    return answer["unreadable"], answer["details"]


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"], ids=lambda name: name
)
def test_every_encoding_is_recognised(tmp_path, encoding):
    content = (HEADER + "Zoë,signed_up,2026-01-31T10:00:00Z,café,\n" * 3).encode(encoding)
    answer, accepted, rejected = read(tmp_path, content)
    assert answer["done"]["read"] == 3
    assert accepted[0].split("\t")[2:] == ["Zoë", "signed_up", "2026-01-31 10:00:00+00:00", "2026-01-31", "café", ""]
    assert rejected == []


def test_a_strange_letter_late_in_the_file_decides_the_encoding(tmp_path):
    content = (HEADER + ROW * 6000 + "Zoë,signed_up,2026-01-31T11:00:00Z,,\n").encode("cp1252")
    answer, accepted, _rejected = read(tmp_path, content)
    assert answer["done"]["encoding"] == "cp1252"
    assert accepted[-1].split("\t")[2] == "Zoë"


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_every_separator_and_line_ending_is_recognised(tmp_path, delimiter, ending):
    content = (HEADER + ROW).replace(",", delimiter).replace("\n", ending)
    answer, accepted, _rejected = read(tmp_path, content)
    assert answer["done"]["read"] == len(accepted) == 1


def test_every_bad_row_is_listed_with_its_line_and_reason(tmp_path):
    content = (
        HEADER  # 1
        + ROW  # 2
        + "u2,signed_up,2026-13-31,,\n"  # 3
        + "\n"  # 4: blank, not a row
        + ",signed_up,2026-01-31,,\n"  # 5
        + '"u3\nof two lines",signed_up,2026-01-31,,\n'  # 6 and 7
        + "u4,signed_up,2031-01-31,,\n"  # 8
        + "u5,signed_up,2026-01-31,,,surplus\n"  # 9
        + "u6\x00,signed_up,2026-01-31,,\n"  # 10
        + 'u7,"signed"up,2026-01-31,,\n'  # 11
        + "u8,signed_up\n"  # 12
        + "u9,"
        + "e" * 101
        + ",2026-01-31,,\n"  # 13
        + "=cmd|' /C calc'!A0,signed_up,2026-01-31,,\n"  # 14
    )
    answer, accepted, rejected = read(tmp_path, content)
    assert [(r["line"], r["column"], r["code"]) for r in rejected] == [
        (3, "time", "not_a_time"),
        (5, "user", "missing"),
        (8, "time", "in_the_future"),
        (9, "", "too_many_cells"),
        (10, "user", "zero_byte"),
        (11, "", "broken_quotes"),
        (12, "time", "missing"),
        (13, "event", "too_long"),
    ]
    assert rejected[0]["value"] == "2026-13-31"
    assert rejected[4]["value"] == "u6\ufffd"
    assert [row.split("\t")[0] for row in accepted] == ["2", "6", "14"]
    assert answer["done"]["read"] == len(accepted) + len(rejected) == 11
    assert answer["done"]["causes"]["time|not_a_time"] == 1


def test_only_the_row_with_broken_bytes_is_rejected(tmp_path):
    good = "Zoë,signed_up,2026-01-31,,\n".encode()
    answer, accepted, rejected = read(tmp_path, HEADER.encode() + good * 9 + b"u\xff,signed_up,2026-01-31,,\n")
    assert (len(accepted), [(r["line"], r["code"]) for r in rejected]) == (9, [(11, "bad_bytes")])
    assert answer["done"]["encoding"] == "utf-8"


def test_titles_above_the_header_are_skipped(tmp_path):
    content = "Spend report\nJan 1 - Jan 31\n\nDate;Platform;Cost\n31.01.2026;Meta;12,50\nTotal;;12,50\n"
    answer, accepted, rejected = read(tmp_path, content)
    assert accepted == ["5\t2026-01-31\tmeta\t\t12.50"]
    assert [(r["line"], r["column"], r["code"]) for r in rejected] == [(6, "day", "not_a_date")]
    assert (answer["done"]["day_order"], answer["done"]["decimal_mark"]) == ("dmy", ",")


def test_one_day_above_twelve_settles_the_order_of_all(tmp_path):
    content = HEADER + "u1,a,03/04/2026,,\nu2,a,04/25/2026,,\nu3,a,31.13.2026,,\n"
    answer, accepted, rejected = read(tmp_path, content)
    assert answer["done"]["day_order"] == "mdy"
    assert [row.split("\t")[5] for row in accepted] == ["2026-03-04", "2026-04-25"]
    assert [(r["line"], r["details"]) for r in rejected] == [(4, {"order": "mdy"})]


@pytest.mark.parametrize("days", [["03/04/2026", "05/06/2026"], ["25/04/2026", "04/25/2026"]])
def test_an_order_of_day_and_month_that_is_not_proved_is_asked(tmp_path, days):
    content = HEADER + "".join(f"u{n},a,{day},,\n" for n, day in enumerate(days))
    answer, _accepted, _rejected = read(tmp_path, content)
    assert answer == {"unclear": "day_order", "example": days[0]}

    answer, accepted, _rejected = read(tmp_path, content, day_order="dmy")
    assert accepted[0].split("\t")[5] in ("2026-04-03", "2026-04-25")


def test_a_comma_that_may_be_thousands_or_decimals_is_asked(tmp_path):
    content = 'day,channel,amount\n2026-01-31,meta,"1,234"\n'
    answer, _accepted, _rejected = read(tmp_path, content)
    assert answer == {"unclear": "decimal_mark", "example": "1,234"}

    _answer, accepted, _rejected = read(tmp_path, content, decimal_mark=".")
    assert accepted == ["2\t2026-01-31\tmeta\t\t1234"]


def test_one_day_and_channel_has_one_amount(tmp_path):
    content = "day,channel,amount\n2026-01-31,Meta,10\n2026-01-31,meta,10\n2026-01-31,META,11\n2026-02-01,--,5\n"
    _answer, accepted, rejected = read(tmp_path, content)
    assert len(accepted) == 2
    assert [(r["line"], r["column"], r["code"], r["details"]) for r in rejected] == [
        (4, "amount", "second_amount", {"line": 2}),
        (5, "channel", "missing", {}),
    ]


def test_columns_are_known_by_their_synonyms(tmp_path):
    content = "Timestamp,userId,Event Name,utm_source\n2026-01-31T10:00:00Z,u1,signed_up,google\n"
    _answer, accepted, _rejected = read(tmp_path, content)
    assert accepted[0].split("\t")[2:4] == ["u1", "signed_up"]


def test_the_sources_own_id_makes_an_event_the_same(tmp_path):
    content = (
        "user,event,time,id\nu1,a,2026-01-31T10:00:00Z,e1\nu1,a,2026-01-31T10:00:05Z,e1\nu1,a,2026-01-31T10:00:00Z,e2\n"
    )
    _answer, accepted, _rejected = read(tmp_path, content)
    keys = [row.split("\t")[1] for row in accepted]
    assert keys[0] == keys[1] != keys[2]


def test_the_day_is_the_workspaces(tmp_path):
    content = HEADER + "u1,a,2026-01-31T23:30:00Z,,\nu1,a,2026-06-30T21:59:59Z,,\n"
    _answer, accepted, _rejected = read(tmp_path, content)
    assert [row.split("\t")[5] for row in accepted] == ["2026-02-01", "2026-06-30"]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"),
        (b"  \n \n", "empty"),
        (HEADER.encode(), "header_only"),
        (HEADER.encode() + b"\n\n", "header_only"),
        (b"PK\x03\x04xl/workbook", "other_format"),
        (b"%PDF-1.7", "other_format"),
        (b'[{"user": 1}]', "other_format"),
        (b",".join(b"c%d" % n for n in range(100_000)) + b"\n1\n", "too_many_columns"),
        (b",".join(b"c%d" % n for n in range(301)) + b"\n1\n", "too_many_columns"),
        (HEADER.encode() + b"u1," + b"x" * 40_000 + b",2026-01-31,,\n", "long_cell"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_file_that_cannot_be_read_is_refused_with_the_reason(tmp_path, content, code):
    assert refusal(tmp_path, content)[0] == code


def test_a_quote_left_open_is_named_by_its_line(tmp_path):
    content = HEADER + ROW + 'u2,"signed_up,2026-01-31,,\n' + ROW * 3
    assert refusal(tmp_path, content) == ("open_quote", {"line": 3})


def test_more_rows_than_allowed_are_refused():
    checking.refuse_too_many_rows(checking.Tally(read=limits.ROWS))
    with pytest.raises(Unreadable) as refused:
        checking.refuse_too_many_rows(checking.Tally(read=limits.ROWS + 1))
    assert (refused.value.code, refused.value.details) == ("too_many_rows", {"limit": 1_000_000})


def test_a_file_that_needs_too_much_memory_ends_only_its_own_process(tmp_path):
    content = HEADER + ROW
    (tmp_path / "upload").write_bytes(content.encode())
    code = (
        "from metrics.parsing import child, limits; limits.CHILD_MEMORY = 64 * 1024 * 1024;"
        "child.limit_this_process(); bytearray(200 * 1024 * 1024)"
    )
    ended = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)
    assert ended.returncode != 0 and "MemoryError" in ended.stderr


def test_the_child_starts_without_django_and_without_our_secrets():
    code = "import sys, metrics.parsing.child; print('django' in sys.modules)"
    said = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)
    assert said.stdout.strip() == "False"
