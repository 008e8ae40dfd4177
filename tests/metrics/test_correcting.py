"""Rows that cannot be taken are corrected in the browser, and nothing is uploaded twice."""

import csv

import duckdb
import pytest
from django.core.management import call_command
from rest_framework.test import APIClient

from metrics.importing import choosing, correcting, publishing, receiving
from metrics.models import ImportRun, UploadPart
from tests.metrics.funnel import count, facts, upload, work

FILE = """user;event;time;note
u1;signed_up;2026-01-05;ok
u2;signed_up;31.13.2026;"two
lines; one cell"
;signed_up;2026-01-07;
u4;signed_up;2026-01-08;;;too;many
u5;signed_up;2026-01-09;
"""


def checked(ed, text, name="file.csv"):
    run = receiving.receive(upload(text, name).chunks(), by=ed, name=name)
    work()
    return ImportRun.objects.get(pk=run.pk)


@pytest.fixture
def run(ed):
    return checked(ed, FILE)


def again(run):
    work()
    run.refresh_from_db()
    return [(reject.line, reject.code) for reject in run.rejects.all()]


def test_corrected_cells_and_rows_are_read_in_the_place_of_those_in_the_file(
    run, ed, client, django_assert_max_num_queries
):
    client.force_login(ed)
    assert again(run) == [(3, "not_a_time"), (5, "missing"), (6, "too_many_cells")]
    with django_assert_max_num_queries(16):
        page = client.get(f"/imports/{run.pk}/fix/").content.decode()
    assert page.count('aria-describedby="line-') == 3 and 'value="31.13.2026"' in page

    typed = {"line-3": "13.12.2026", "line-5": "", "line-6": "u4;signed_up;2026-01-08;fine", "check": "1"}
    assert client.post(f"/imports/{run.pk}/fix/", typed)["Location"] == f"/imports/{run.pk}/"
    assert again(run) == [(3, "not_a_time"), (5, "missing")]
    assert (run.read, run.new, run.rejected) == (5, 3, 2)

    only_dates = f"/imports/{run.pk}/fix/?cause=at|not_a_time"
    assert "line-5" not in client.get(only_dates).content.decode()
    client.post(only_dates, {"line-3": "2026-01-06", "check": "1"})
    assert again(run) == [(5, "missing")]

    publishing.confirm(run, by=ed)
    work()
    assert sorted(str(fact["day"]) for fact in facts()) == ["2026-01-05", "2026-01-06", "2026-01-08", "2026-01-09"]
    assert not UploadPart.objects.exists()


def test_what_was_corrected_is_checked_before_it_is_imported(run, ed, client, rita):
    client.force_login(ed)
    client.post(f"/imports/{run.pk}/fix/", {"line-5": "u3"})
    page = client.get(f"/imports/{run.pk}/").content.decode()
    assert "Check 1 corrected row" in page and "good rows" not in page
    with pytest.raises(choosing.NotOpen):
        publishing.confirm(run, by=ed)
    assert client.post(f"/imports/{run.pk}/fix/", {"line-5": "x" * 2000}).status_code == 422
    client.force_login(rita)
    assert client.get(f"/imports/{run.pk}/fix/").status_code == 403
    assert not count()


def test_a_line_of_json_is_corrected_as_a_line(ed):
    good = '{"user": "u1", "event": "signed_up", "time": "2026-01-05"}\n'
    run = checked(ed, good + '{"user": "u2", "event": "signed_up"\n' + good.replace("u1", "u3"), "f.jsonl")
    assert again(run) == [(2, "not_json")]
    correcting.correct(run, {2: good.replace("u1", "u2").strip()}, by=ed)
    correcting.check_again(run, by=ed)
    assert (again(run), run.new) == ([], 3)


def test_another_reading_of_the_file_forgets_what_was_corrected_in_the_first(run, ed):
    correcting.correct(run, {5: "u3"}, by=ed)
    choosing.reread(run, by=ed, delimiter=",")
    assert not UploadPart.objects.exclude(record=None).exists()


def in_parquet(path):
    """With a column that nobody asked for, and one of lists, before and after what is read."""
    rows = (
        "(1, 'u1', 'signed_up', '2026-01-05', [1]), (2, 'u2', 'signed_up', 'soon', [2]), (3, '', 'signed_up', '', [])"
    )
    duckdb.execute(
        f"COPY (SELECT * FROM (VALUES {rows}) AS t (n, user, event, time, more)) TO '{path}' (FORMAT parquet)"
    )
    return path.read_bytes()


def test_a_cell_of_parquet_is_corrected_like_one_of_a_list(ed, tmp_path):
    run = receiving.receive([in_parquet(tmp_path / "file.parquet")], by=ed, name="file.parquet")
    assert again(run) == [(2, "not_a_time"), (3, "missing")]
    assert [reject.cells for reject in run.rejects.all()] == [
        ["2", "u2", "signed_up", "soon", "[2]"], ["3", "", "signed_up", "", "[]"],
    ]  # fmt: skip
    correcting.correct(run, {2: "2026-01-06", 3: "u3"}, by=ed)
    correcting.check_again(run, by=ed)
    assert (again(run), run.new) == ([(3, "missing")], 2)
    correcting.correct(run, {3: "2026-01-07"}, by=ed)
    correcting.check_again(run, by=ed)
    assert (again(run), run.new) == ([], 3)
    publishing.confirm(run, by=ed)
    work()
    assert sorted(str(fact["day"]) for fact in facts()) == ["2026-01-05", "2026-01-06", "2026-01-07"]


def test_programs_correct_the_same_rows(run, ed, rita):
    api, address = APIClient(), f"/api/imports/{run.pk}/rejected/"
    api.force_login(ed)
    listed = api.get(address).json()
    assert [(row["line"], row["column"], row["text"]) for row in listed["results"]] == [
        (3, "at", "31.13.2026"), (5, "person", ""), (6, "", "u4;signed_up;2026-01-08;;;too;many"),
    ]  # fmt: skip
    assert [row["line"] for row in api.get(f"{address}?after=3").json()["results"]] == [5, 6]
    assert api.get(f"{address}?after=x").status_code == 400
    refused = api.post(address, [{"line": 3, "text": "2026-01-06"}, {"line": 2, "text": ""}], format="json")
    assert (refused.status_code, refused.json()["lines"]) == (400, [2])
    assert api.post(address, [{"line": 3, "text": "x" * 2000}], format="json").status_code == 400
    assert not correcting.unchecked(run)

    kept = api.post(address, [{"line": 3, "text": "2026-01-06"}], format="json").json()
    assert (kept["unchecked"], kept["results"][0]["text"]) == (1, "2026-01-06")
    assert api.post(f"/api/imports/{run.pk}/step/", {"step": "check"}).status_code == 202
    assert again(run) == [(5, "missing"), (6, "too_many_cells")]
    publishing.confirm(run, by=ed)
    assert api.post(address, [{"line": 5, "text": "u3"}], format="json").status_code == 409
    api.force_login(rita)
    assert api.post(address, [{"line": 5, "text": "u3"}], format="json").status_code == 403


def test_rows_are_listed_and_corrected_on_the_command_line(ada, tmp_path, workspace, capsys):
    (tmp_path / "file.csv").write_text(FILE)
    call_command("import_funnel", str(tmp_path / "file.csv"), workspace=workspace.slug, check=True)
    run = ImportRun.objects.get()
    assert f"confirm import {run.pk}" in capsys.readouterr().out
    call_command("correct_import", run.pk, workspace=workspace.slug)
    listed = list(csv.DictReader(capsys.readouterr().out.splitlines()))
    assert [(row["line"], row["text"]) for row in listed][:2] == [("3", "31.13.2026"), ("5", "")]

    (tmp_path / "corrected.csv").write_text("line,text\n3,2026-01-06\n5,u3\n")
    call_command("correct_import", run.pk, str(tmp_path / "corrected.csv"), workspace=workspace.slug, confirm=True)
    assert "4 good rows, 1 rejected." in capsys.readouterr().err
    assert count() == 4
