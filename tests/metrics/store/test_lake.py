"""The lake: the same rows in any order and any number of files are the same facts."""

import pytest

from metrics.models import LakeFile
from metrics.store import months
from tests.metrics.store.lakes import at, event, everything, imported, laid, undone

pytestmark = pytest.mark.usefixtures("workspace")

JANUARY = [event("ana"), event("ben", when="2026-01-06", channel="meta"), event("ana", "activated", "2026-01-07")]
FEBRUARY = [
    event("ana", "activated", "2026-01-07"),
    event("cy", when="2026-02-01T00:30"),
    event("cy", when="2026-02-01T00:30"),
]


def counted(taken):
    return taken.rows, taken.new, taken.changed, taken.duplicate


def test_the_same_file_twice_changes_nothing():
    imported(events=JANUARY)
    before = everything()
    _run, taken = imported(events=JANUARY)
    assert counted(taken) == (3, 0, 0, 3)
    assert everything() == before
    assert LakeFile.objects.filter(state="shadow").count() == 1


def test_months_are_the_same_read_where_they_lie_or_put_apart_first(monkeypatch):
    rows = [event("ana", when=f"2026-0{month}-01", key=f"k{month % 5}", amount=month) for month in range(1, 8)]
    found = []
    for most in (0, 100):
        monkeypatch.setattr(months, "AGAIN", most)
        run, taken = imported(events=[*rows, event("ben", when="2026-03-31T23:59:59")])
        found.append((counted(taken), everything()))
        undone(run)
    assert found[0] == found[1]
    assert found[0][0] == (8, 8, 0, 0)


def test_overlapping_files_and_repeated_rows_count_once_in_any_order():
    first, _ = imported(events=JANUARY)
    second, taken = imported(events=FEBRUARY)
    assert counted(taken) == (3, 1, 0, 2)
    both = everything()
    assert len(both["events"]) == 4

    undone(first)
    undone(second)
    assert everything()["events"] == []
    imported(events=FEBRUARY)
    imported(events=JANUARY)
    assert everything() == both


def test_undoing_the_first_of_two_overlapping_imports_leaves_what_only_the_second_would_have_brought():
    only_second, _ = imported(events=FEBRUARY)
    expected = everything()
    undone(only_second)

    first, _ = imported(events=JANUARY)
    imported(events=FEBRUARY)
    third, _ = imported(events=FEBRUARY)
    undone(first)
    assert everything() == expected
    undone(third)
    assert everything() == expected


def test_a_corrected_file_takes_the_place_of_the_wrong_one_and_gives_it_back_when_undone():
    corrected = [event("ana", when="2026-01-08")]
    second, _ = imported(events=FEBRUARY)
    third, _ = imported(events=corrected)
    expected = everything()
    undone(second)
    undone(third)

    wrong, _ = imported(events=JANUARY)
    imported(events=FEBRUARY)
    before = everything()
    right, _ = imported(events=corrected, replaces=wrong)
    assert everything() == expected
    undone(right)
    assert everything() == before


def test_a_key_of_the_source_says_what_is_the_same_event():
    rows = [event("ana", key="k1"), event("ana", when="2026-01-06", key="k1"), event("ana", key="k2")]
    _run, taken = imported(source="segment", events=rows)
    assert taken.new == 2
    _run, taken = imported(source="posthog", events=rows[:1])
    assert taken.new == 1


def test_an_anonymous_visitor_becomes_the_person_they_turn_out_to_be():
    imported(events=[event("anon-7", "visited", "2026-01-01", channel="google"), event("ana", when="2026-01-05")])
    assert len({row["person"] for row in laid("events")}) == 2
    login, _ = imported(events=[event("ana", "logged_in", "2026-01-06", anonymous="anon-7")])
    assert len({row["person"] for row in laid("events")}) == 1
    undone(login)
    assert len({row["person"] for row in laid("events")}) == 2


def test_a_long_chain_of_ids_is_one_person_and_ids_that_mean_nobody_join_none():
    imported(people=[{"person": f"u{n}", "alias": f"u{n + 1}"} for n in range(60)])
    imported(events=[event(f"u{n}") for n in (0, 17, 60)])
    imported(events=[event("x", anonymous="null"), event("y", anonymous="null")])
    assert len({row["person"] for row in laid("events")}) == 3


def test_the_same_address_is_the_same_person_in_every_source():
    imported(events=[event("ana", email="Ana@Example.com")])
    imported(
        payments=[{"id": "p1", "customer": "cus_1", "email": "ana@example.com", "at": at("2026-02-01"), "amount": 10}]
    )
    assert laid("payments")[0]["person"] == laid("events")[0]["person"]
