"""From a file to the store: nothing before the confirmation, each row once after it."""

import gzip
import json
from datetime import date
from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction

from metrics.importing import choosing, erasing, publishing, receiving, wording
from metrics.models import ImportRun, Tally, UploadPart
from pmm_workspace.common import tenancy
from pmm_workspace.jobs.models import Job, State
from tests.metrics.funnel import count, events, facts, imported, keys, records, spend, upload, work
from tests.metrics.store.lakes import put_together, tallied

FILES = Path(__file__).parent / "files"
THREE = events("a signed_up 2026-01-05 google startup", "b signed_up 2026-01-06", "b activated 2026-01-07")


def received(text, ed, name="file.csv", **more):
    """A run that has been checked and waits for a person."""
    run = receiving.receive(upload(text, name).chunks(), by=ed, name=name, **more)
    work()
    run.refresh_from_db()
    return run


def counts(run):
    return run.read, run.new, run.changed, run.duplicate, run.rejected


def test_nothing_is_stored_before_it_is_confirmed(ed):
    run = received(THREE, ed)
    assert (run.state, counts(run)) == (ImportRun.State.CHECKED, (3, 3, 0, 0, 0))
    assert not count()

    publishing.confirm(run, by=ed)
    work()
    run.refresh_from_db()
    assert run.state == ImportRun.State.DONE
    assert count() == 3
    assert not UploadPart.objects.exists()


def test_the_same_file_again_changes_nothing(ed, tmp_path):
    imported(tmp_path, ed, THREE)
    before = (facts(), list(Tally.objects.order_by("pk").values()))
    jobs = Job.objects.filter(kind="metrics.recalculate").count()

    again = imported(tmp_path, ed, THREE)
    assert counts(again) == (3, 0, 0, 3, 0)
    assert (facts(), list(Tally.objects.order_by("pk").values())) == before
    assert Job.objects.filter(kind="metrics.recalculate").count() == jobs
    assert receiving.previous_import(again) is not None


def test_overlapping_files_and_repeated_rows_count_once(ed, tmp_path):
    imported(tmp_path, ed, THREE)
    run = imported(tmp_path, ed, THREE + "c,signed_up,2026-01-08,,\nc,signed_up,2026-01-08,,\n")
    assert counts(run) == (5, 1, 0, 4, 0)
    assert count() == 4


def test_spend_that_was_restated_replaces_the_old_amount(ed, tmp_path):
    imported(tmp_path, ed, spend("2026-01-05 meta 10", "2026-01-06 meta 20"))
    run = imported(tmp_path, ed, spend("2026-01-06 meta 25.50", "2026-01-07 meta 30", "2026-01-05 meta 10.00"))
    assert counts(run) == (3, 1, 1, 1, 0)
    assert [row["cents"] for row in facts("spend")] == [1000, 2550, 3000]


@pytest.mark.parametrize("is_late", [False, True])
def test_only_one_file_takes_the_place_of_an_import(ed, tmp_path, is_late):
    old = imported(tmp_path, ed, spend("2026-01-05 meta 10"))
    first, second = (received(spend(f"2026-01-05 meta {amount}"), ed, replaces=old) for amount in (20, 30))
    publishing.confirm(first, by=ed)
    if is_late:
        work()
        with pytest.raises(receiving.NotReplaceable):
            publishing.confirm(second, by=ed)
    else:
        publishing.confirm(second, by=ed)
        work()
    second.refresh_from_db()
    assert (second.state, [row["cents"] for row in facts("spend")]) == (ImportRun.State.CHECKED, [2000])


def test_a_deal_counts_where_it_was_closed_though_nobody_told_when_it_began(ed, tmp_path):
    deals = "Record ID,Deal Name,Deal Stage,Pipeline,Amount,Close Date\n1,A,Closed Won,new,100,2026-01-31\n"
    assert imported(tmp_path, ed, deals).state == ImportRun.State.DONE
    measures = {(measure, period, value) for (measure, period, *_where), value in tallied().items()}
    assert measures == {(f"deals.{name}", date(2026, 1, 31), 1) for name in ("closed", "closed_won")}


def test_good_rows_are_stored_and_bad_ones_kept_with_their_reason(ed, tmp_path):
    run = imported(tmp_path, ed, THREE + "d,signed_up,31.13.2026,,\n,signed_up,2026-01-08,,\n")
    assert counts(run) == (5, 3, 0, 0, 2)
    assert [(reject.line, wording.of_reject(reject)) for reject in run.rejects.all()] == [
        (5, "31.13.2026 is not a date or time. Expected year-month-day, with or without a time."),
        (6, "There is no user. Every row needs one."),
    ]
    assert sum(run.causes.values()) == 2
    assert records() == [2, 3, 4]


def test_a_record_has_the_number_of_its_line_whatever_is_between(ed, tmp_path):
    gap = THREE.replace("\n", "\n\n", 1)
    imported(tmp_path, ed, gap + "d,signed_up,never,,\nz,signed_up,2026-03-01,,\n")
    assert records() == [3, 4, 5, 7]


def test_the_file_of_a_finished_import_is_not_kept_that_of_a_waiting_one_is(ed, tmp_path):
    waiting = received(THREE, ed)
    imported(tmp_path, ed, events("z signed_up 2026-03-01"))
    work()
    assert set(UploadPart.objects.values_list("run", flat=True)) == {waiting.pk}


def test_whoever_is_erased_is_in_no_file_that_waits_to_be_deleted(ed, ada, tmp_path):
    imported(tmp_path, ed, THREE)
    Job.objects.filter(kind="metrics.drop_uploads").delete()
    erasing.erase("b", by=ada)
    work()
    assert not UploadPart.objects.exists()


def test_unknown_columns_are_asked_for(ed):
    run = received("Who;Did;When\nu1;signed_up;2026-01-05\n", ed)
    assert run.state == ImportRun.State.COLUMNS

    with pytest.raises(choosing.Incomplete) as incomplete:
        choosing.choose(run, {"person": 0}, by=ed)
    assert incomplete.value.missing == ["event", "at"]

    choosing.choose(run, {"person": 0, "event": 1, "at": 2}, by=ed)
    work()
    run.refresh_from_db()
    assert (run.state, run.new) == (ImportRun.State.CHECKED, 1)


def test_an_order_of_day_and_month_is_asked_and_then_followed(ed):
    run = received("user,event,time\nu1,signed_up,03/04/2026\n", ed)
    assert (run.state, run.unclear) == (ImportRun.State.COLUMNS, {"question": "day_order", "example": "03/04/2026"})

    choosing.choose(run, run.mapping, by=ed, day_order="dmy")
    work()
    publishing.confirm(run, by=ed)
    work()
    assert str(facts()[0]["day"]) == "2026-04-03"


@pytest.mark.parametrize("is_compacted", [False, True])
def test_charges_and_invoices_that_do_not_name_each_other_are_not_both_taken(ed, tmp_path, is_compacted):
    invoices = (FILES / "stripe_api_invoices.json").read_text().replace('"eur"', '"usd"')
    charges = (FILES / "stripe_api_charges.jsonl").read_text().replace('"jpy"', '"usd"')
    assert imported(tmp_path, ed, invoices, "invoices.json").state == ImportRun.State.DONE
    if is_compacted:
        put_together()
    refused = received(charges, ed)
    assert (refused.state, refused.problem) == (
        ImportRun.State.REFUSED, {"code": "payments_twice", "source": "stripe_api_invoices"},
    )  # fmt: skip
    assert "Stripe invoices (API) were imported before" in wording.of_file(refused.problem)
    named = charges.replace('"object": "charge"', '"invoice": "in_1"')
    imported(tmp_path, ed, named, "charges.jsonl")
    assert len(facts("payments")) == 4, "three charges, and the invoice that none of them pays"


def test_what_was_chosen_for_the_same_headings_is_offered_again(ed):
    mapping = {"person": 0, "event": 1, "at": 2}
    run = received("Who;Did;When\nu1;signed_up;05/01/2026\n", ed)
    choosing.choose(run, mapping, by=ed, day_order="mdy")
    work()
    publishing.confirm(run, by=ed)
    work()
    again = received("Who;Did;When\nu2;signed_up;31/01/2026\n", ed)
    assert (again.state, again.mapping, again.day_order) == (ImportRun.State.CHECKED, mapping, "dmy")
    doubtful = received("Who;Did;When\nu2;signed_up;06/01/2026\n", ed)
    assert (doubtful.mapping, doubtful.unclear["question"]) == (mapping, "day_order")
    assert received("Who;Did;Where\nu2;signed_up;Bergen\n", ed).state == ImportRun.State.COLUMNS


def test_a_known_source_needs_nobody_and_can_be_overruled(ed):
    text = "Day,Campaign,Cost,Impr.,Platform\n2026-01-05,Brand,10.50,3,google\nTotal: all,,10.50,3,\n"
    run = received(text, ed)
    assert (run.state, run.preset, run.left_out) == (ImportRun.State.CHECKED, "google_ads", {"footer": 1})

    run = choosing.reread(run, by=ed, preset="plain", kind="spend")
    assert (run.preset, run.mapping["channel"]) == ("plain", 4)
    choosing.choose(run, run.mapping, by=ed)
    work()
    publishing.confirm(run, by=ed)
    work()
    assert [(row["channel"], row["cents"]) for row in facts("spend")] == [("google", 1050)]


def test_a_packed_file_is_looked_into_by_the_child_alone(ed):
    run = receiving.receive([gzip.compress(THREE.encode())], by=ed, name="events.csv.gz")
    assert (run.headings[0], run.state) == ("user", ImportRun.State.CHECKING)
    run = receiving.receive([gzip.compress(b"%PDF-1.7")], by=ed, name="book.gz")
    assert (run.state, run.problem["code"]) == (ImportRun.State.REFUSED, "other_format")


def test_a_first_event_may_be_as_long_as_any(ed):
    """A program that sends the whole page along makes one of more than a megabyte."""
    first, second = ({"user": user, "event": "signed_up", "time": "2026-01-05"} for user in ("u1", "u2"))
    lines = [json.dumps(first | {"page": "x" * 1_500_000}), json.dumps(second)]
    content = "\n".join(lines).encode()
    pieces = [content[at : at + receiving.PART] for at in range(0, len(content), receiving.PART)]
    run = receiving.receive(pieces, by=ed, name="events.jsonl")
    work()
    run = choosing.reread(run, by=ed, kind="events", encoding="utf-8")
    choosing.choose(run, run.mapping, by=ed)
    work()
    publishing.confirm(run, by=ed)
    work()
    assert keys() == ["id:u1", "id:u2"]


def test_another_encoding_can_be_chosen(ed):
    run = receiving.receive(["Кто;event;time\nИван;signed_up;2026-01-05\n".encode("cp1251")], by=ed, name="f.csv")
    assert run.headings == ["Кто", "event", "time"]
    run = choosing.reread(run, by=ed, kind="events", encoding="cp1252", delimiter=";")
    assert run.headings[0] == "Êòî"
    run = choosing.reread(run, by=ed, kind="events", encoding="cp1251", delimiter=";")
    choosing.choose(run, {"person": 0, "event": 1, "at": 2}, by=ed)
    work()
    publishing.confirm(run, by=ed)
    work()
    assert keys() == ["id:Иван"]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "The file is empty. Export it again and look into it before you upload it."),
        ("user,event,time\n", "The file has a header and no rows. Is the period of the export right?"),
        ('{"a":' * 100_000, "This begins like JSON, but it is no list"),
        ("PK\x03\x04", "The archive cannot be unpacked."),
        ('user,event,time\nu1,"a,2026-01-05\n', "A quotation mark opened on line 2 is never closed"),
        (",".join(f"c{n}" for n in range(400)) + "\n", "The file has 400 columns; 300 are allowed."),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_in_a_sentence(ed, text, sentence):
    run = received(text, ed)
    assert run.state == ImportRun.State.REFUSED
    assert wording.of_file(run.problem).startswith(sentence)
    assert not UploadPart.objects.exists()


def test_a_file_over_the_limit_is_refused_while_it_arrives(ed):
    with pytest.raises(receiving.TooLarge):
        receiving.receive(upload(THREE).chunks(), by=ed, name="f.csv", most=10)
    assert not ImportRun.objects.exists()


def test_every_problem_has_its_words():
    assert wording.ROW_PROBLEMS.keys() == wording.CAUSES.keys()
    for code in wording.ROW_PROBLEMS:
        details = {
            "order": "dmy",
            "mark": ",",
            "currency": "USD",
            "line": 3,
            "longest": 100,
            "found": 7,
            "expected": 5,
            "words": "month, year",
        }
        assert "%" not in wording.of_row(code, "at", "x", details)
        assert wording.of_cause(f"at|{code}")


def test_a_discarded_file_leaves_nothing(ed):
    run = choosing.discard(received(THREE, ed), by=ed)
    assert run.state == ImportRun.State.DISCARDED
    assert not UploadPart.objects.exists()
    with pytest.raises(choosing.NotOpen):
        publishing.confirm(run, by=ed)
    assert not count()


def test_a_job_that_failed_for_good_can_be_started_again(ed, monkeypatch):
    run = received(THREE, ed)
    publishing.confirm(run, by=ed)
    run.refresh_from_db()
    with pytest.raises(choosing.NotOpen):
        publishing.try_again(run, by=ed)
    Job.objects.filter(pk=run.job_id).update(state=State.FAILED)

    publishing.try_again(run, by=ed)
    work()
    assert count() == 3


def test_a_job_repeated_after_its_commit_changes_nothing(ed, tmp_path):
    run = imported(tmp_path, ed, THREE)
    Job.objects.filter(pk=run.job_id).update(state=State.WAITING)
    work()
    run.refresh_from_db()
    assert (counts(run), count()) == ((3, 3, 0, 0, 0), 3)


def test_only_who_may_import_imports(ed, rita, vera):
    run = received(THREE, ed)
    for person in (rita, vera):
        with pytest.raises(PermissionDenied):
            receiving.receive([b"user"], by=person, name="f.csv")
        with pytest.raises(PermissionDenied):
            publishing.confirm(run, by=person)
    run.refresh_from_db()
    assert run.state == ImportRun.State.CHECKED


def test_two_workspaces_may_hold_the_same_rows(workspace, elsewhere, ed, olga, tmp_path):
    imported(tmp_path, ed, THREE)
    with tenancy.inside(elsewhere.pk):
        assert counts(imported(tmp_path, olga, THREE)) == (3, 3, 0, 0, 0)
        assert count() == 3
    assert count() == 3


@pytest.mark.timeout(60)
def test_an_import_after_one_that_was_killed_takes_seconds(transactional_db, ed, tmp_path, owner_connection):
    """The dead rows of the first have been counted meanwhile: the planner takes the tables for empty."""
    rows = [f"u{n // 3} signed_up 2026-{1 + n % 9:02}-05T{n % 24:02}:{n % 60:02}:00Z" for n in range(15_000)]
    with transaction.atomic():
        imported(tmp_path, ed, events(*rows))
        transaction.set_rollback(True)
    with owner_connection.cursor() as cursor:
        cursor.execute("ANALYZE metrics_tally, metrics_lakefile")

    run = imported(tmp_path, ed, events(*rows))
    assert run.new == count() > 14_000
