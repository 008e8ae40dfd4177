"""What was made of a file at the check is stored at the confirmation, and kept no longer than it is of use."""

import os

import pytest

from metrics.importing import choosing, correcting, erasing, housekeeping, kept, publishing, receiving
from metrics.models import ImportRun, UploadPart
from tests.metrics.funnel import count, events, upload, work

FILE = events("a signed_up 2026-01-05", "b signed_up 2026-01-06", "b activated never")
OTHER = events("c signed_up 2026-01-07")


@pytest.fixture
def run(ed):
    """A checked file; what the database has of it is from now on another, so that one sees which is read."""
    run = receiving.receive(upload(FILE).chunks(), by=ed, name="file.csv")
    work()
    UploadPart.objects.update(content=OTHER.encode())
    return ImportRun.objects.get(pk=run.pk)


def places():
    return kept._newest_first()


def stored(run, ed):
    publishing.confirm(run, by=ed)
    work()
    return count()


def test_a_confirmed_file_is_not_read_again(run, ed, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        assert stored(run, ed) == 2
    assert places() == []


def test_rows_are_compared_again_without_reading_them_unless_one_was_corrected(run, ed):
    correcting.check_again(run, by=ed)
    work()
    run.refresh_from_db()
    assert (run.read, run.new, run.rejects.count()) == (3, 2, 1)
    correcting.correct(run, {4: "2026-01-07"}, by=ed)
    correcting.check_again(run, by=ed)
    work()
    run.refresh_from_db()
    assert (run.read, len(places())) == (1, 1)


def test_what_was_read_another_way_is_read_from_the_file(run, ed, workspace):
    workspace.timezone = "Asia/Tokyo"
    workspace.save()
    assert stored(run, ed) == 1


def test_what_is_not_whole_is_read_from_the_file(run, ed):
    (place,) = places()
    os.truncate(next(place.glob("events*.parquet")), 10)
    assert stored(run, ed) == 1


def test_it_goes_with_the_file_with_an_erased_person_and_after_a_day(run, ada, ed, django_capture_on_commit_callbacks):
    housekeeping.keep_house()
    (place,) = places()
    os.utime(place, (0, 0))
    housekeeping.keep_house()
    assert not place.exists()

    with django_capture_on_commit_callbacks(execute=True):
        again = receiving.receive(upload(FILE).chunks(), by=ed, name="file.csv")
        work()
        assert len(places()) == 1
        choosing.discard(again, by=ed)
    assert places() == []

    with django_capture_on_commit_callbacks(execute=True):
        receiving.receive(upload(OTHER).chunks(), by=ed, name="file.csv")
        work()
        assert len(places()) == 1
        erasing.erase("nobody", by=ada)
        work()
    assert places() == []
