"""The value that a version is parsed into, and how changes are taken apart."""

from datetime import date

import pytest

from launches.models import Plan
from messaging.models import MessagingHouse
from pmm_workspace.artifacts import document
from pmm_workspace.artifacts.budgets import Budget, sentences, words
from pmm_workspace.artifacts.document import BadChange, Document


def written(kind, **changes):
    blank = Document(kind)
    return document.applied(blank, document.taken_apart(blank, changes))


def test_values_are_typed():
    plan = written(Plan, starts_on="2026-12-01", tasks=[{"key": "t", "is_done": "on", "due": "2026-12-24"}])

    assert plan.starts_on == date(2026, 12, 1)
    assert (plan.tasks[0].is_done, plan.tasks[0].due) == (True, date(2026, 12, 24))


def test_what_was_never_written_is_empty_not_missing():
    plan = Document(Plan)
    assert (plan.title, plan.starts_on, plan.tasks) == ("", None, ())


def test_a_document_survives_json():
    house = written(MessagingHouse, title="Ledger", pillars=[{"key": "a", "title": "Claim"}])
    assert document.parse(MessagingHouse, house.as_json()) == document.parse(MessagingHouse, house.as_json())
    assert document.parse(MessagingHouse, house.as_json()).as_json() == house.as_json()


def test_names_that_a_kind_has_no_longer_are_left_behind():
    old = {"fields": {"title": "Ledger", "slogan": "Gone"}, "lists": {"walls": [{"key": "w"}]}}
    assert "slogan" not in document.parse(MessagingHouse, old).as_json()["fields"]


def test_a_pillar_takes_its_proof_points_along():
    house = written(
        MessagingHouse,
        pillars=[{"key": "a"}, {"key": "b"}],
        proof_points=[{"key": "p", "pillar": "a"}, {"key": "q", "pillar": "b"}],
    )
    leaves = document.taken_apart(house, {"pillars/a": None})

    assert leaves == {"pillars/a": None, "proof_points/p": None}
    assert [row.key for row in document.applied(house, leaves).proof_points] == ["q"]


def test_a_proof_point_stands_on_a_pillar_that_exists():
    with pytest.raises(BadChange, match="not there any more"):
        written(MessagingHouse, proof_points=[{"key": "p", "pillar": "nowhere"}])


def test_a_list_has_an_end():
    with pytest.raises(BadChange, match="at most 500 items"):
        written(Plan, tasks=[{"key": f"t{at}"} for at in range(501)])


@pytest.mark.parametrize(
    ("text", "count", "ends"),
    [
        ("", 0, 0),
        ("One", 1, 1),
        ("Close the books in 3 days, not 10.", 8, 1),
        ("Who pays? We do! Always…", 5, 3),
        ("It's 9.5 days — a well-known figure.", 6, 1),
        ("我们三天结账。很快！", 8, 2),
        ("Закройте месяц за 3 дня. Без авралов.", 7, 2),
    ],
)
def test_words_and_sentences_as_a_reader_counts(text, count, ends):
    assert (words(text), sentences(text)) == (count, ends)


def test_a_budget_says_by_how_much():
    assert Budget(words=3, sentences=1).excess("One two three. Four.") == {"words": (4, 3), "sentences": (2, 1)}
    assert Budget(words=4).excess("One two three four") == {}
