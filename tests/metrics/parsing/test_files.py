"""Whole files: encodings, separators, archives, and every bad row with its line."""

import gzip
import io
import json
import subprocess
import sys
import zipfile
from pathlib import Path
from unittest.mock import patch
from uuid import uuid4

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from metrics.parsing import at_once, containers, limits
from metrics.parsing.problems import Unclear, Unreadable
from tests.metrics.parsing.reading import job_of, read, refusal

ROOT = Path(__file__).parents[3]
HEADER = "user,event,time,channel,segment\n"
ROW = "u1,signed_up,2026-01-31T10:00:00Z,organic search,startup\n"
VALUE = {"user": "u1", "event": "signed_up", "time": "2026-01-31T10:00:00Z"}


@pytest.mark.parametrize(
    ("encoding", "word"),
    [
        *((name, "café") for name in ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252")),
        ("cp1251", "контекст"),
        ("gb18030", "付费搜索"),
    ],
)
def test_every_encoding_is_recognised(tmp_path, encoding, word):
    content = (HEADER + f"u1,signed_up,2026-01-31T10:00:00Z,{word},\n" * 3).encode(encoding)
    found = read(tmp_path, content)
    assert (found.facts["read"], found.facts["rejected"]) == (3, 0)
    assert found.rows[0]["channel"] == word


def test_a_strange_letter_late_in_the_file_decides_the_encoding(tmp_path):
    found = read(tmp_path, (HEADER + ROW * 6000 + "Zoë,signed_up,2026-01-31T11:00:00Z,,\n").encode("cp1252"))
    assert (found.facts["encoding"], found.rows[-1]["person"]) == ("cp1252", "Zoë")


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_every_separator_and_line_ending_is_recognised(tmp_path, delimiter, ending):
    found = read(tmp_path, (HEADER + ROW).replace(",", delimiter).replace("\n", ending))
    assert found.facts["read"] == len(found.rows) == 1


def test_every_bad_row_is_listed_with_its_line_and_reason(tmp_path):
    content = (
        HEADER  # 1
        + ROW  # 2
        + "u2,signed_up,2026-13-31,,\n"  # 3
        + "\n"  # 4: blank, not a row
        + ",signed_up,2026-01-31,,\n"  # 5
        + '"u3\nof two lines",signed_up,2026-01-31,,\n'  # 6 and 7
        + "u4,signed_up,2131-01-31,,\n"  # 8
        + "u5,signed_up,2026-01-31,,,surplus\n"  # 9
        + "u6\x00,signed_up,2026-01-31,,\n"  # 10
        + 'u7,"signed"up,2026-01-31,,\n'  # 11
        + "u8,signed_up\n"  # 12
        + "u9,"
        + "e" * 101
        + ",2026-01-31,,\n"  # 13
        + "=cmd|' /C calc'!A0,signed_up,2026-01-31,,\n"  # 14
        + '"u ""9"" x",signed 6" up,2026-01-31,,\n'  # 15
    )
    found = read(tmp_path, content)
    assert found.reasons == [
        (3, "at", "not_a_time"),
        (5, "person", "missing"),
        (8, "at", "in_the_future"),
        (9, "", "too_many_cells"),
        (10, "person", "zero_byte"),
        (11, "", "broken_quotes"),
        (12, "at", "missing"),
        (13, "event", "too_long"),
    ]
    assert found.rejects[0]["value"] == "2026-13-31"
    assert found.rejects[0]["cells"] == ["u2", "signed_up", "2026-13-31", "", ""]
    assert found.rejects[3]["details"] == {"found": 6, "expected": 5}
    assert found.rejects[4]["value"] == "u6\ufffd"
    assert [(row["record"], row["person"]) for row in found.rows] == [
        (2, "u1"), (6, "u3\nof two lines"), (14, "=cmd|' /C calc'!A0"), (15, 'u "9" x'),
    ]  # fmt: skip
    assert found.facts["read"] == len(found.rows) + len(found.rejects) == 12
    assert found.facts["causes"]["at|not_a_time"] == 1


def test_only_the_row_with_broken_bytes_is_rejected(tmp_path):
    good = "Zoë,signed_up,2026-01-31,,\n".encode()
    found = read(tmp_path, HEADER.encode() + good * 9 + b"u\xff,signed_up,2026-01-31,,\n")
    assert (len(found.rows), found.reasons) == (9, [(11, "person", "bad_bytes")])
    assert found.facts["encoding"] == "utf-8"


def test_titles_above_and_totals_below_are_no_rows(tmp_path):
    content = "Spend report\nJan 1 - Jan 31\n\nDate;Platform;Cost\n31.01.2026;Meta;12,50\nTotal;;12,50\n"
    found = read(tmp_path, content)
    assert [(row["record"], str(row["day"]), row["channel"], float(row["amount"])) for row in found.rows] == [
        (5, "2026-01-31", "meta", 12.5)
    ]
    assert (found.facts["read"], found.facts["left_out"], found.rejects) == (2, {"footer": 1}, [])
    assert (found.facts["day_order"], found.facts["decimal_mark"]) == ("dmy", ",")


def test_one_day_and_channel_has_one_amount(tmp_path):
    content = "day,channel,amount\n2026-01-31,Meta,10\n2026-01-31,meta,10\n2026-01-31,META,11\n2026-02-01,--,5\n"
    found = read(tmp_path, content)
    assert [row["record"] for row in found.rows] == [2, 3]
    assert [(r["line"], r["column"], r["code"], r["details"]) for r in found.rejects] == [
        (4, "amount", "second_amount", {"line": 2}),
        (5, "channel", "missing", {}),
    ]


def test_columns_are_known_by_their_synonyms(tmp_path):
    found = read(tmp_path, "Timestamp,User ID,Event Name,utm_source\n2026-01-31T10:00:00Z,u1,signed_up,google\n")
    assert found.head.preset == "plain"
    assert found.rows[0] | {"person": "u1", "event": "signed_up", "channel": "google"} == found.rows[0]


def packed(name, *contents):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for number, content in enumerate(contents):
            archive.writestr(name.format(number), content)
    return file.getvalue()


LINES = "".join(json.dumps(VALUE | {"user": f"u{n}"}) + "\n" for n in range(3))


@pytest.mark.parametrize(
    ("content", "count"),
    [
        (gzip.compress((HEADER + ROW).encode()), 1),
        (packed("{}.csv", HEADER + ROW, HEADER + ROW), 2),
        (packed("a/{}.json.gz", gzip.compress(LINES.encode()), gzip.compress(LINES.strip().encode())), 6),
        (LINES, 3),
        (json.dumps([VALUE, VALUE]), 2),
        (json.dumps([VALUE, VALUE], indent=2), 2),
        (json.dumps({"object": "list", "data": [VALUE], "has_more": False}), 1),
        (json.dumps({"object": "list", "data": [VALUE, VALUE]}, indent=1), 2),
        (json.dumps([VALUE]) + "\n" + json.dumps([VALUE, VALUE], indent=1), 3),
        (json.dumps({"data": [VALUE], "page": {"next": [1]}}) + "\n" + json.dumps({"data": [VALUE]}), 2),
        (packed("{}.json", json.dumps([VALUE], indent=1), json.dumps([VALUE], indent=1)), 2),
        (packed("{}.csv", (HEADER + ROW).encode("utf-16"), (HEADER + ROW).encode("utf-16")), 2),
        (packed("{}.csv", *[b"\xfe\xff" + (HEADER + ROW).encode("utf-16-be")] * 2), 2),
        (packed("{}.csv", "", HEADER + ROW, b"\xef\xbb\xbf" + (HEADER + ROW).encode()), 2),
    ],
    ids=["gzip", "zip", "zip of gzip", "lines", "list", "printed list", "answer of an API", "printed answer",
         "lists", "answers", "zip of lists", "zip of UTF-16", "zip of UTF-16, big end first", "zip with an empty file"],
)  # fmt: skip
def test_what_is_wrapped_is_unwrapped(tmp_path, content, count):
    found = read(tmp_path, content)
    assert (found.facts["read"], len(found.rows)) == (count, count)


def test_a_bad_line_of_json_is_one_reject(tmp_path):
    lines = [json.dumps(VALUE), '{"user": "u2", "event"', "[1]", "", json.dumps(VALUE | {"user": "a\x00"}),
             json.dumps(VALUE | {"user": None})]  # fmt: skip
    found = read(tmp_path, "\n".join(lines))
    assert found.reasons == [
        (2, "", "not_json"), (3, "", "not_json"), (5, "person", "zero_byte"), (6, "person", "missing"),
    ]  # fmt: skip
    assert (found.facts["read"], found.rejects[0]["cells"]) == (5, ['{"user": "u2", "event"'])


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"),
        (b"  \n \n", "empty"),
        (HEADER.encode(), "header_only"),
        (HEADER.encode() + b"\n\n", "header_only"),
        (b"PK\x03\x04xl/workbook", "damaged_archive"),
        (packed("[Content_Types].xml", "<xml/>"), "other_format"),
        (packed("{}.csv", HEADER + ROW, "other,columns\n1,2\n"), "several_files"),
        (packed("__MACOSX/{}", "x"), "empty"),
        (gzip.compress(HEADER.encode())[:-9], "damaged_archive"),
        (b"PAR1 but no more", "damaged"),
        (b"%PDF-1.7", "other_format"),
        (b"\n <!DOCTYPE html><html></html>", "other_format"),
        (b"RIFF\x24\x00\x00\x00WEBPVP8 " + bytes(range(256)) * 9, "other_format"),
        (gzip.compress(b"export.csv" + bytes(490) + b"ustar" + bytes(7) + HEADER.encode()), "other_format"),
        (b"{broken", "not_json"),
        (b"{}\n{}\n", "not_json"),
        (b'[{"user": "u1"}]\nmore', "not_json"),
        (b'[{"user": "u1"} : {"user": "u2"}]', "not_json"),
        (b'{"data": [{"user": "u1"}], "more" true}', "not_json"),
        (b'user,"event,time\n' + ROW.encode() * 9999, "open_quote"),
        (b'[{"user": "u1"}, {"user"', "not_json"),
        (b",".join(b"c%d" % n for n in range(100_000)) + b"\n1\n", "too_many_columns"),
        (b",".join(b"c%d" % n for n in range(301)) + b"\n1\n", "too_many_columns"),
        (HEADER.encode() + b"u1," + b"x" * 3_000_000 + b",2026-01-31,,\n", "long_cell"),
        (b'{"user": "%s"}\n' % (b"x" * 3_000_000), "long_cell"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_file_that_cannot_be_read_is_refused_with_the_reason(tmp_path, content, code):
    assert refusal(tmp_path, content)[0] == code


def test_a_bomb_is_refused_before_it_fills_the_disk(tmp_path):
    (tmp_path / "bomb").write_bytes(packed("{}.csv", b"0" * 5_000_000))
    with pytest.raises(Unreadable) as refused:
        containers.unwrapped(tmp_path / "bomb", tmp_path, most=1_000_000)
    assert refused.value.code == "too_large_unpacked"
    (tmp_path / "bomb").write_bytes(gzip.compress(b"0" * 5_000_000))
    with pytest.raises(Unreadable):
        containers.unwrapped(tmp_path / "bomb", tmp_path, most=1_000_000)
    assert (tmp_path / "unwrapped-0").stat().st_size < 3_000_000


def test_a_quote_left_open_is_named_by_its_line(tmp_path):
    assert refusal(tmp_path, HEADER + ROW + 'u2,"signed_up,2026-01-31,,\n' + ROW * 3) == ("open_quote", {"line": 3})


def test_a_row_with_a_quote_too_many_takes_no_other_row_along(tmp_path):
    bad = 'u2,"signed_up,2026-01-31,,\n'
    assert refusal(tmp_path, HEADER + bad + ROW + bad + ROW) == ("open_quote", {"line": 4})
    found = read(tmp_path, HEADER + bad + ROW + bad + '"u3\nu4",signed_up,2026-01-31,,\n' + ROW)
    assert found.reasons == [(2, "", "broken_quotes"), (4, "", "broken_quotes")]
    assert [row["record"] for row in found.rows] == [3, 5, 7]


def test_a_heading_may_go_over_several_lines(tmp_path):
    found = read(tmp_path, 'user,"event\nname",time\n' + "u1,signed_up,2026-01-31\nu2,signed_up,soon\n")
    assert ([row["record"] for row in found.rows], found.reasons) == ([3], [(4, "at", "not_a_time")])


def test_what_is_within_a_cell_is_no_column(tmp_path):
    properties = json.dumps(dict.fromkeys(map(str, range(700)), 1)).replace('"', '""')
    for mark in ",;":
        header = ["uuid", "event", "timestamp", "distinct_id", "properties"]
        row = ["1", "signed_up", "2026-01-31", "u1", f'"{properties}"']
        found = read(tmp_path, f"{mark.join(header)}\n{mark.join(row)}\n")
        assert (found.head.preset, len(found.rows)) == ("posthog", 1)


def test_bytes_in_a_column_that_nobody_needs_stop_nothing(tmp_path):
    table = "SELECT 'u1' AS user, 'e' AS event, DATE '2026-01-31' AS time, '\\xFF'::BLOB AS picture"
    duckdb.execute(f"COPY ({table}) TO '{tmp_path}/table.parquet'")
    assert [row["person"] for row in read(tmp_path, tmp_path / "table.parquet").rows] == ["u1"]


@pytest.mark.parametrize("compression", ["snappy", "zstd", "gzip"])
@pytest.mark.parametrize("place", [0.001, 0.5])
def test_a_parquet_file_with_damaged_pages_is_refused_as_damaged(tmp_path, compression, place):
    table = "SELECT 'u' || range AS user, 'e' AS event, DATE '2026-01-31' AS time FROM range(20000)"
    options = f"COMPRESSION {compression}, ROW_GROUP_SIZE 2048"
    duckdb.execute(f"COPY ({table}) TO '{tmp_path}/table.parquet' (FORMAT parquet, {options})")
    content = bytearray((tmp_path / "table.parquet").read_bytes())
    start = int(len(content) * place)
    content[start : start + 2000] = bytes(reversed(content[start : start + 2000]))
    assert refusal(tmp_path, bytes(content))[0] == "damaged"


def test_a_parquet_file_may_have_a_column_called_as_row_numbers_are(tmp_path):
    table = "SELECT nullif('u' || range, 'u1') AS user, 'e' AS event, DATE '2026-01-31' AS time, 7 AS File_Row_Number"
    duckdb.execute(f"COPY ({table} FROM range(3)) TO '{tmp_path}/table.parquet'")
    found = read(tmp_path, tmp_path / "table.parquet")
    assert [row["record"] for row in found.rows] == [1, 3]
    assert found.reasons == [(2, "person", "missing")]


def test_a_source_that_a_person_chose_lacks_columns_row_by_row(tmp_path):
    content = "id,Customer ID,Status,Amount\nsub_1,cus_1,active,10\n"
    found = read(tmp_path, content, preset="stripe_subscriptions", kind="subscriptions")
    assert found.reasons == [(2, "started", "missing")]


def test_more_rows_than_allowed_are_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(limits, "ROWS", 3)
    assert read(tmp_path, HEADER + ROW * 3).facts["read"] == 3
    assert refusal(tmp_path, HEADER + ROW * 4) == ("too_many_rows", {"limit": 3})


CELLS = st.sampled_from(
    [
        "u1",
        "signed_up",
        "2026-01-31",
        "",
        '"',
        '""',
        'a"b',
        '"a\nb"',
        '"a,b"',
        "\x00",
        "ü",
        "31.01.2026",
        "x" * 300,
        "\r",
    ]
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.lists(CELLS, min_size=1, max_size=7).map(",".join), max_size=12), st.binary(max_size=6))
def test_every_record_of_a_damaged_file_is_counted_once(tmp_path, lines, noise):
    content = HEADER.encode() + ROW.encode() + "\n".join(lines).encode() + noise
    try:
        found = read(tmp_path, content)
    except (Unreadable, Unclear):
        return
    facts = found.facts
    assert facts["accepted"] + facts["rejected"] + sum(facts["left_out"].values()) == facts["read"]
    assert (len(found.rows), len(found.rejects)) == (facts["accepted"], facts["rejected"])
    numbers = [row["record"] for row in found.rows] + [reject["line"] for reject in found.rejects]
    assert len(numbers) == len(set(numbers))


ODD_CELLS = ["u1", "signed_up", "", " -- ", " u2 ", "Paid_ search", "n/a", "x" * 300, "ü", "\x00", "\t"]
ODD_TIMES = [
    *(
        "2026-01-31T10:00:00Z",
        "2026-01-31 10:00",
        "2026/1/31",
        "2026-03-29 02:30",
        "2026-01-31 10:00 PM",
        "2026-01-31 10:00 EST",
        "2026-01-31T10:00:00,123456789 +0100",
    ),
    *(
        "1769853600",
        "1769853600.5",
        "1769853600123",
        "20260131",
        "Jan 31, 2026",
        "31.01.2026",
        "01/02/2026",
        "1/31/2026",
    ),
    *("soon", "2199-01-01", "1999-12-31", "2026-01-31T25:00:00Z"),
]
ODD_ROWS = st.tuples(
    st.sampled_from(ODD_CELLS), st.sampled_from(ODD_CELLS), st.sampled_from(ODD_TIMES), st.sampled_from(ODD_CELLS)
)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(ODD_ROWS.map(",".join) | st.sampled_from(["", " ", "a,b,c,d,e,f", "total"]), max_size=20))
def test_one_pass_reads_what_the_stages_read(tmp_path, lines):
    content = "A list\n\n" + HEADER + ROW + "\n".join(lines)
    with patch.object(at_once, "is_possible", lambda *_job: False):
        in_stages = answered(tmp_path, content)
    assert answered(tmp_path, content) == in_stages


WORDS = ("search", "paid_search", "n/a", "-", "(none)", "Direct", "x-men", "NULL", "~", "")
WITHOUT_SPACES = HEADER + "".join(f"u{n},signed_up,2026-01-31T10:00:00Z,{word},\n" for n, word in enumerate(WORDS))


def test_a_space_in_one_cell_changes_no_other(tmp_path):
    (tmp_path / "one").mkdir()
    without = read(tmp_path, WITHOUT_SPACES)
    having = read(tmp_path / "one", WITHOUT_SPACES + " z ,signed_up,2026-01-31T10:00:00Z,organic  search ,\n")
    assert [row.get("channel", "") for row in without.rows] == [
        "search", "paid search", "", "", "", "direct", "x-men", "", "~", ""
    ]  # fmt: skip
    assert [repr(row) for row in having.rows[:-1]] == [repr(row) for row in without.rows]
    assert (having.rows[-1]["person"], having.rows[-1]["channel"]) == ("z", "organic search")


def test_a_space_may_come_with_a_correction(tmp_path):
    cells = ["u2 ", "signed_up", "2026-01-31T10:00:00Z", "organic  search", ""]
    found = read(tmp_path, WITHOUT_SPACES, corrections={"2": cells})
    assert (found.rows[0]["person"], found.rows[0]["channel"]) == ("u2", "organic search")


def answered(tmp_path, content):
    folder = tmp_path / uuid4().hex
    folder.mkdir()
    try:
        found = read(folder, content)
    except (Unreadable, Unclear) as unreadable:
        return repr(unreadable), vars(unreadable)
    return found.facts, found.tables, found.rejects


def ran(code):
    return subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)


def test_the_child_reads_within_its_limits(tmp_path):
    (tmp_path / "upload").write_text(HEADER + ROW * 1000)
    _head, job = job_of(tmp_path / "upload", tmp_path)
    command = [sys.executable, "-m", "metrics.parsing.child"]
    said = subprocess.run(command, input=json.dumps(job), capture_output=True, text=True, cwd=ROOT)
    assert json.loads(said.stdout.splitlines()[-1])["done"]["accepted"] == 1000, said.stderr


def test_a_file_that_needs_too_much_memory_ends_only_its_own_process():
    ended = ran(
        "from metrics.parsing import child, limits; limits.CHILD_ADDRESSES = 256 * 1024 * 1024;"
        "child.limit_this_process(); bytearray(512 * 1024 * 1024)"
    )
    assert ended.returncode != 0 and "MemoryError" in ended.stderr


def test_the_child_starts_without_django():
    assert ran("import sys, metrics.parsing.child; print('django' in sys.modules)").stdout.strip() == "False"


def test_the_engine_reaches_nothing_outside_its_folder(tmp_path):
    said = ran(
        f"from metrics.parsing import sql; db = sql.connect('{tmp_path}')\n"
        "for path in ('/etc/hostname', 'https://example.com/a.csv'):\n"
        "    try: db.execute(f\"SELECT * FROM read_text('{path}')\"); print('read')\n"
        "    except Exception as error: print(type(error).__name__)"
    )
    assert "read" not in said.stdout and said.stdout.count("\n") == 2
