"""What changes is told before it is done, and is then what happens."""

from pathlib import Path

import pytest

from metrics.importing import import_file, publishing, receiving
from metrics.models import ImportRun, LakeFile, Tally
from metrics.store import lake
from pmm_workspace.jobs.models import Job
from tests.metrics.funnel import events, imported, numbers, spend, upload, work

FUNNEL = events(
    "a signed_up 2026-01-05 google", "b signed_up 2026-01-06 meta", "b activated 2026-01-07", "x page 2026-03-30"
)
LATER = events("a activated 2026-01-20", "c signed_up 2026-02-05 google", "c activated 2026-02-06")


@pytest.fixture
def checked(ed, tmp_path):
    """A file that waits to be confirmed, beside another that was imported."""
    imported(tmp_path, ed, FUNNEL)
    run = receiving.receive(upload(LATER).chunks(), by=ed, name="later.csv")
    work()
    return ImportRun.objects.get(pk=run.pk)


def told(run, side):
    """{(metric, variant): value} of the changing numbers, as fractions of what stands in the months."""
    return {(each["metric"], each["variant"], month): (float(above), int(below))
            for each in run.job.result["most"] if each[side] for month, above, below in [each[side]]}  # fmt: skip


def as_read(metric, variant):
    found = numbers(metric, variant).items()
    return {f"{month}-01": (above, below) for (month, channel), (above, below, _open) in found if channel == "*"}


def stored():
    return list(Tally.objects.order_by("pk").values()), list(LakeFile.objects.order_by("pk").values())


def test_what_an_import_changes_is_told_before_and_so_it_comes(checked, ed):
    before, files = stored(), set(Path(lake.root()).rglob("*.parquet"))
    rate = "activation_rate", "ever"
    assert told(checked, "before")[*rate, "2026-01-01"] == (1, 2) == as_read(*rate)["2026-01-01"]
    assert stored() == before
    assert {Path(lake.place(file)) for file in LakeFile.objects.all()} == files

    publishing.confirm(checked, by=ed)
    work()
    assert told(checked, "after")[*rate, "2026-01-01"] == (2, 2) == as_read(*rate)["2026-01-01"]


@pytest.mark.parametrize("is_confirmed", [True, False])
def test_nothing_is_foreseen_of_a_file_that_is_confirmed_before_anybody_sees_it(ed, tmp_path, is_confirmed):
    path = tmp_path / "later.csv"
    path.write_text(LATER)
    run = import_file(path, by=ed, is_confirmed=is_confirmed)
    (check,) = Job.objects.filter(kind="metrics.check_import")
    assert run.state == (ImportRun.State.DONE if is_confirmed else ImportRun.State.CHECKED)
    assert bool(check.result) is not is_confirmed


def test_nor_of_one_that_had_to_be_asked_about_first(ed, tmp_path):
    path = tmp_path / "april.csv"
    path.write_text("user,event,time\nu1,signed_up,03/04/2026\n")
    assert import_file(path, by=ed, answers={"day_order": "dmy"}).state == ImportRun.State.DONE
    assert [check.result for check in Job.objects.filter(kind="metrics.check_import")] == [{}, {}]


def test_the_page_shows_from_and_to_and_says_when_it_is_no_longer_true(
    checked, client, ed, tmp_path, django_assert_max_num_queries
):
    client.force_login(ed)
    with django_assert_max_num_queries(16):
        page = client.get(f"/imports/{checked.pk}/").content.decode()
    assert "Which numbers change" in page
    assert "1 of 2" in page and "2 of 2" in page

    imported(tmp_path, ed, spend("2026-01-05 google 100"), "spend.csv")
    page = client.get(f"/imports/{checked.pk}/").content.decode()
    assert "Other rows were imported since these were compared" in page
    assert "2 of 2" not in page


def test_a_change_too_small_to_be_seen_is_told_as_such(client, ed, tmp_path):
    imported(tmp_path, ed, events("a signed_up 2026-01-05 google", "a subscribed 2026-01-06", "x page 2026-03-30"))
    imported(tmp_path, ed, spend("2026-01-05 google 2400.00", "2026-03-30 google 1"), "spend.csv")
    run = receiving.receive(upload(spend("2026-01-06 google 0.01")).chunks(), by=ed, name="more.csv")
    work()
    client.force_login(ed)
    page = client.get(f"/imports/{run.pk}/").content.decode()
    assert '<td class="number muted">$2,400</td><td class="number"><span class="muted">nearly as now</span>' in page


def test_the_page_does_not_wait_for_the_numbers(checked, client, ed):
    """The rows are compared, and a worker still counts: people may go on."""
    client.force_login(ed)
    checked.job.state, checked.job.result = "running", {}
    checked.job.save()
    page = client.get(f"/imports/{checked.pk}/").content.decode()
    assert f'hx-get="/imports/{checked.pk}/numbers/"' in page
    assert "Import 3 good rows" in page
    asked = client.get(f"/imports/{checked.pk}/numbers/")
    assert "every 1s" in asked.content.decode() and "HX-Refresh" not in asked
