"""What the database keeps beside the lake: whoever is erased is named nowhere in it, and the others stay."""

import gzip
import json

import pytest

from metrics import store
from metrics.models import ImportReject, ImportRun, UploadPart
from metrics.store import forgetting
from pmm_workspace.jobs.models import Job

WORDS = ["ana", "Ana@x.example", "5", "Аня", 'o"neil']
pytestmark = pytest.mark.usefixtures("workspace")


def forgotten():
    return forgetting.forget(WORDS, store.lock())


@pytest.mark.parametrize(
    ("cells", "is_gone"),
    [
        (["ana", "signed_up"], True),
        ([" Ana ", "signed_up"], True),
        (["anatol", "signed_up", "2026-01-5", "1.5"], False),
        (["to: <ANA@x.example>"], True),
        (['o"neil'], True),
        (['{"user": "ana", "event": "signed_up"}'], True),
        (['{"event": "signed_up", "user": 5}'], True),
        (['{"event": "signed_up", "user": 55, "n": 0.5}'], False),
    ],
)
def test_a_row_that_was_rejected_goes_with_the_person_it_names(cells, is_gone):
    run = ImportRun(state=ImportRun.State.DONE, samples=[cells], headings=cells)
    run.save()
    ImportReject(run=run, line=2, cells=cells).save()
    found = forgotten()
    run.refresh_from_db()
    assert (found["rejects"], found["samples"]) == (is_gone, is_gone)
    assert (run.samples, run.headings) == (([], []) if is_gone else ([cells], cells))


@pytest.mark.parametrize(
    ("parts", "is_gone"),
    [
        ([b"user,event\nben,a\n"], False),
        ([b"user,event\nAN", b"A,a\n"], True),
        (["имя\nАня\n".encode("cp1251")], True),
        (["имя\nаня\n".encode("utf-16")], True),
        ([json.dumps({"user": "Аня"}).encode()], True),
        ([gzip.compress(b"user,event\nben,a\n")], True),
    ],
)
def test_an_upload_that_may_name_the_person_is_discarded(parts, is_gone):
    run = ImportRun(state=ImportRun.State.CHECKED)
    run.save()
    for number, content in enumerate(parts):
        UploadPart(run=run, number=number, content=content).save()
    assert forgotten()["uploads"] == is_gone
    run.refresh_from_db()
    assert run.state == (ImportRun.State.DISCARDED if is_gone else ImportRun.State.CHECKED)
    assert run.parts.exists() != is_gone


@pytest.mark.parametrize(
    ("error", "is_gone"),
    [("Could not convert 'ANA' to a day", True), ("no person o\"neil", True), ("to ana@X.example", True), ("5", True),
     ("anatol", False), ("line 55", False)],
)  # fmt: skip
def test_why_a_job_failed_goes_with_the_person_it_names(error, is_gone):
    for kind in ("metrics.publish_import", "live.compact"):
        Job(kind=kind, state="failed", error=error).save()
    assert forgotten()["reasons"] == is_gone
    assert Job.objects.get(kind="live.compact").error == error
    told = Job.objects.get(kind="metrics.publish_import").error
    assert told == ("The reason named somebody who has been erased." if is_gone else error)


def test_the_list_of_test_people_forgets_too():
    settings = store.lock()
    settings.excluded_people = ["ben", "ana@X.example"]
    settings.save()
    assert forgotten()["exclusions"] == 1
    assert store.settings().excluded_people == ["ben"]
