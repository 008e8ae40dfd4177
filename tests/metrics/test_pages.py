"""The funnel and the import wizard as people use them, without JavaScript."""

import csv
import io
import re
from pathlib import Path

import pytest
from django.utils import translation

from metrics.importing import wording
from metrics.models import ImportRun
from tests.metrics.funnel import count, events, imported, spend, upload, work

FUNNEL = events(
    "a signed_up 2026-01-05 google", "a activated 2026-01-06", "a trial_started 2026-01-06", "a subscribed 2026-01-09",
    "b signed_up 2026-02-05 meta", "b trial_started 2026-02-06", "c signed_up 2026-02-10", "x page 2026-06-30",
)  # fmt: skip


@pytest.fixture
def editor(client, ed):
    client.force_login(ed)
    return client


@pytest.fixture
def filled(ed, tmp_path):
    imported(tmp_path, ed, FUNNEL)
    imported(tmp_path, ed, spend("2026-01-05 google 100", "2026-02-05 meta 50"))


def text(response):
    return response.content.decode()


def test_the_empty_funnel_says_which_import_is_missing(editor):
    page = text(editor.get("/funnel/"))
    assert "No funnel data yet" in page
    assert "/imports/new/?kind=events" in page


def test_cac_without_spend_says_so(editor, ed, tmp_path):
    imported(tmp_path, ed, FUNNEL)
    page = text(editor.get("/funnel/acquisition/"))
    assert "/imports/new/?kind=spend" in page


def test_revenue_that_nobody_imported_is_not_zero_and_what_is_missing_comes_last(editor, filled):
    page = text(editor.get("/funnel/acquisition/?from=2026-01&to=2026-06"))
    shown, missing = page.split("Not imported yet")
    assert 'id="reconciling"' in shown and 'id="return_on_spend"' not in shown
    assert '/imports/new/?kind=payments">Payments' in missing and ">Return on spend<" in missing


def test_the_funnel_shows_what_was_imported_with_its_as_of(editor, filled):
    page = text(editor.get("/funnel/?from=2026-01&to=2026-06"))
    assert "Events to Jun 30, 2026" in page
    assert "Signed up · 3" in page


def test_one_channel_can_be_looked_at_alone(editor, filled):
    page = text(editor.get("/funnel/acquisition/?channel=google&from=2026-01&to=2026-02"))
    assert "CAC by month, Google" in page
    assert "$100" in page


def test_each_metric_has_a_page_with_its_definition(editor, rita, client):
    page = text(editor.get("/funnel/metric/free_to_paid/"))
    assert "Trial users who paid within 30 days ÷ trial users older than 30 days" in page
    assert editor.get("/funnel/metric/nps/").status_code == 404

    client.force_login(rita)
    assert "Save and compute again" not in text(client.get("/funnel/metric/cac/"))


def test_the_stages_can_be_renamed_by_who_imports(editor, filled, client, rita):
    names = {"signup": "signed_up", "trial": "trial_started", "paid": "subscribed"}
    assert editor.post("/funnel/metric/cac/stages/", names).status_code == 302
    assert editor.post("/funnel/metric/cac/stages/", names | {"paid": ""}).status_code == 422
    client.force_login(rita)
    assert client.post("/funnel/metric/cac/stages/", names).status_code == 403


def test_a_file_goes_through_the_wizard(editor):
    response = editor.post("/imports/new/", {"file": upload(FUNNEL + "d,signed_up,31.13.2026,,\n", "june.csv")})
    run = ImportRun.objects.get()
    assert response["Location"] == f"/imports/{run.pk}/"
    assert "Every row is being checked" in text(editor.get(f"/imports/{run.pk}/"))

    work()
    page = text(editor.get(f"/imports/{run.pk}/"))
    assert "Import 8 good rows" in page
    assert "31.13.2026 is not a date or time. Expected year-month-day" in page
    assert not count()

    editor.post(f"/imports/{run.pk}/confirm/")
    assert "The good rows are being stored" in text(editor.get(f"/imports/{run.pk}/"))
    work()
    assert run.sha256 in text(editor.get(f"/imports/{run.pk}/"))
    assert count() == 8
    assert "june.csv" in text(editor.get("/imports/"))


def test_progress_is_polled_until_there_is_something_new(editor):
    editor.post("/imports/new/", {"file": upload(FUNNEL)})
    run = ImportRun.objects.get()
    waiting = editor.get(f"/imports/{run.pk}/progress/")
    assert "Waiting for a worker" in text(waiting) and "HX-Refresh" not in waiting
    work()
    assert editor.get(f"/imports/{run.pk}/progress/")["HX-Refresh"] == "true"


def test_columns_are_chosen_by_hand(editor):
    editor.post("/imports/new/", {"file": upload("Who;Did;When\nu1;signed_up;03/04/2026\n")})
    run = ImportRun.objects.get()
    address = f"/imports/{run.pk}/columns/"
    assert "Which column is which" in text(editor.get(f"/imports/{run.pk}/"))
    assert editor.post(address, {"column_person": "0"}).status_code == 422
    assert editor.post(address, {"column_person": "99", "column_event": "1", "column_at": "2"}).status_code == 422

    chosen = {"column_person": "0", "column_event": "1", "column_at": "2"}
    editor.post(address, chosen)
    work()
    assert "How is 03/04/2026 written?" in text(editor.get(f"/imports/{run.pk}/"))
    assert editor.post(address, chosen).status_code == 422

    editor.post(address, chosen | {"day_order": "dmy"})
    work()
    assert "Import 1 good row" in text(editor.get(f"/imports/{run.pk}/"))


def test_what_a_source_leaves_open_is_said_before_it_is_taken(editor):
    content = (Path(__file__).parent / "files" / "stripe_subscriptions.csv").read_text()
    address = editor.post("/imports/new/", {"file": upload(content)})["Location"]
    work()
    assert "Whose amount is it in 245.00 × 5?" in text(editor.get(address))
    assert editor.post(f"{address}columns/", {}).status_code == 422
    editor.post(f"{address}columns/", {"amount_of": "one"})
    work()
    for page in (address, f"{address}columns/"):
        said = text(editor.get(page))
        assert "multiplied by Quantity" in said and "Discounts are not in the file" in said, page


def test_of_two_files_at_once_none_is_taken(editor):
    response = editor.post("/imports/new/", {"file": [upload(FUNNEL, "june.csv"), upload(FUNNEL, "july.csv")]})
    assert response.status_code == 422 and "Choose one file." in text(response)
    assert not ImportRun.objects.exists()


def test_the_file_can_be_read_another_way(editor):
    editor.post("/imports/new/", {"file": upload("a;b\n1;2\n")})
    run = ImportRun.objects.get()
    choice = {"kind": "spend", "encoding": "cp1252", "delimiter": ";"}
    assert editor.post(f"/imports/{run.pk}/reading/", choice)["Location"] == f"/imports/{run.pk}/columns/"
    run.refresh_from_db()
    assert (run.kind, run.encoding, run.headings) == ("spend", "cp1252", ["a", "b"])
    assert editor.post(f"/imports/{run.pk}/reading/", choice | {"encoding": "klingon"}).status_code == 422
    assert editor.post(f"/imports/{run.pk}/reading/", choice | {"encoding": "utf-16"}).status_code in (302, 422)


def test_a_file_that_cannot_be_read_is_explained(editor):
    editor.post("/imports/new/", {"file": upload("%PDF-1.7", "book.pdf")})
    page = text(editor.get(f"/imports/{ImportRun.objects.get().pk}/"))
    assert "This is a PDF, not a CSV file." in page
    with translation.override("ru"):
        assert str(wording.FORMATS["picture"]) in wording.of_file({"code": "other_format", "format": "picture"})
        assert str(wording.FORMATS["picture"]) != "a picture"


def test_a_form_without_a_file_says_so(editor):
    response = editor.post("/imports/new/", {})
    assert response.status_code == 422
    assert "Choose a file first." in text(response)


def test_rejected_rows_are_downloaded_without_formulas(editor):
    editor.post("/imports/new/", {"file": upload("user,event,time\n=cmd|' /C calc'!A0,signed_up,never\n")})
    work()
    run = ImportRun.objects.get()
    rows = list(csv.reader(io.StringIO(text(editor.get(f"/imports/{run.pk}/rejected.csv")).removeprefix("\ufeff"))))
    assert rows[0] == ["line", "reason", "user", "event", "time"]
    assert rows[1][2] == "'=cmd|' /C calc'!A0"


def test_what_is_wrong_is_told_by_how_often_then_by_where_it_is_first(editor):
    wrong = ["z,page,1999-01-01", ",page,2026-01-01", "y,,2026-01-01", "x,page,never", "w,page,2099-01-01"]
    rows = ["v,page,soon"] * 1101
    editor.post("/imports/new/", {"file": upload("\n".join(["user,event,time", *wrong, *rows]) + "\n")})
    work()
    page = text(editor.get(f"/imports/{ImportRun.objects.get().pk}/"))
    lines = [int(line) for line in re.findall(r"lines? (\d+)", page)]
    assert lines == [5, 2, 3, 4, 6]
    assert "And 1,056 more in the download." in page


def test_an_import_that_moved_on_is_shown_as_it_is_now(editor, ed, tmp_path):
    run = imported(tmp_path, ed, FUNNEL)
    for step in ("confirm", "discard", "again"):
        response = editor.post(f"/imports/{run.pk}/{step}/", follow=True)
        assert "This import has moved on in the meantime" in text(response)


def test_a_pm_looks_and_a_rep_does_not(client, rita, vera, olga, filled):
    run = ImportRun.objects.first()
    client.force_login(rita)
    assert client.get("/funnel/").status_code == client.get(f"/imports/{run.pk}/").status_code == 200
    assert client.get("/imports/new/").status_code == 403
    client.force_login(vera)
    assert client.get("/funnel/").status_code == 403
    client.force_login(olga)
    assert client.get(f"/imports/{run.pk}/").status_code == client.get("/imports/999999/").status_code == 404


@pytest.mark.parametrize("language", ["en", "ru", "zh-hans"])
def test_numbers_are_written_in_the_readers_language(editor, ed, filled, language):
    ed.language = language
    ed.save()
    response = editor.get("/funnel/")
    assert response.status_code == 200
    assert "None" not in text(response)


def test_the_command_line_takes_the_same_steps(ed, ada, tmp_path, capsys):
    from django.core.management import CommandError, call_command

    path = tmp_path / "f.csv"
    path.write_text(FUNNEL + "d,signed_up,never,,\n")
    call_command("import_funnel", str(path), workspace="halden")
    said = capsys.readouterr()
    assert "9 rows read, 8 new, 0 changed, 0 known already, 1 rejected." in said.out
    assert "line 10: never is not a date or time." in said.err
    with pytest.raises(CommandError, match="There is no workspace nowhere"):
        call_command("import_funnel", str(path), workspace="nowhere")
    with pytest.raises(CommandError, match="cannot be read: No such file"):
        call_command("import_funnel", "/nonexistent.csv", workspace="halden")


def test_an_import_is_taken_back_after_what_changes_back_has_been_told(editor, ed, tmp_path):
    run = imported(tmp_path, ed, FUNNEL)
    assert "Signed up · 3" in text(editor.get("/funnel/?from=2026-01&to=2026-06"))
    assert f"/imports/{run.pk}/undo/" in text(editor.get(f"/imports/{run.pk}/"))

    assert f'hx-get="/imports/{run.pk}/undo/numbers/"' in text(editor.get(f"/imports/{run.pk}/undo/"))
    work()
    moved = text(editor.get(f"/imports/{run.pk}/undo/numbers/"))
    assert "Activation rate" in moved and "Jan 2026" in moved
    assert "Signed up · 3" in text(editor.get("/funnel/?from=2026-01&to=2026-06"))

    asked = editor.post(f"/imports/{run.pk}/undo/", follow=True)
    assert "The import is being taken back" in text(asked)
    work()
    assert "took this import back" in text(editor.get(f"/imports/{run.pk}/"))
    assert "No funnel data yet" in text(editor.get("/funnel/"))
    assert "can no longer be undone" in text(editor.get(f"/imports/{run.pk}/undo/", follow=True))


def test_a_new_file_takes_the_place_of_an_import_once_it_is_confirmed(editor, ed, tmp_path):
    old = imported(tmp_path, ed, FUNNEL)
    assert f"/imports/new/?replaces={old.pk}" in text(editor.get(f"/imports/{old.pk}/"))
    assert "takes the place of file.csv" in text(editor.get(f"/imports/new/?replaces={old.pk}"))

    corrected = events("a signed_up 2026-01-05 google", "d signed_up 2026-01-08", "x page 2026-06-30")
    editor.post("/imports/new/", {"file": upload(corrected, "new.csv"), "replaces": old.pk})
    work()
    run = ImportRun.objects.latest("pk")
    assert (run.new, run.duplicate, count()) == (3, 0, 8)
    assert "Takes the place of file.csv" in text(editor.get(f"/imports/{run.pk}/"))

    editor.post(f"/imports/{run.pk}/confirm/")
    work()
    assert count() == 3
    assert "A corrected file took the place of this import" in text(editor.get(f"/imports/{old.pk}/"))
    again = editor.post("/imports/new/", {"file": upload(corrected, "new.csv"), "replaces": old.pk})
    assert again.status_code == 422
    assert "no longer in force" in text(again)


def test_every_step_can_be_returned_to_and_what_is_not_finished_is_offered(editor, django_assert_max_num_queries):
    editor.post("/imports/new/", {"file": upload(FUNNEL, "june.csv")})
    work()
    address = f"/imports/{ImportRun.objects.get().pk}/"
    assert f'<a href="{address}columns/">' in text(editor.get(address))
    back = text(editor.get(f"{address}columns/"))
    assert f'<a href="{address}">Check</a>' in back and "Back to the check" in back
    with django_assert_max_num_queries(10):
        assert f'<a href="{address}">june.csv</a> (to be confirmed)' in text(editor.get("/imports/new/"))
    assert "Import 8 good rows" in text(editor.get(address))

    editor.post(f"{address}confirm/")
    assert f'href="{address}columns/"' not in text(editor.get(address))
    assert "june.csv" not in text(editor.get("/imports/new/"))
