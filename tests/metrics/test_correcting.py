"""Rows that cannot be taken are corrected in the browser, and nothing is uploaded twice."""

import pytest

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
