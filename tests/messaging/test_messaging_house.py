from unittest.mock import ANY

import pytest

from messaging.models import MessagingHouse
from pmm_workspace.artifacts.budgets import Budget
from pmm_workspace.artifacts.completeness import DRAFT
from pmm_workspace.artifacts.web.pages import Spent
from tests.gaps import missing


def pillars(count):
    return [{"key": f"p{n}", "title": f"Claim {n}", "message": "Two sentences."} for n in range(count)]


def proofs(count):
    return [{"key": f"f{n}", "pillar": f"p{n}", "summary": "41 customers closed on day 3."} for n in range(count)]


def standing_on(count):
    return {"pillars": pillars(count), "proof_points": proofs(count)}


ROW = {"key": "row", "pain": "Late", "promise": "Day 3", "proof": "41 customers", "call_to_action": "See a close"}
COMPLETE = {"core_message": "Close the books in 3 days, not 10.", "segment_rows": [ROW]} | standing_on(3)


@pytest.mark.parametrize(
    ("change", "gaps"),
    [
        ({}, {}),
        (standing_on(2), {"pillars": "A messaging house stands on 3 to 5 pillars; this one has 2."}),
        (standing_on(5), {}),
        (standing_on(6), {"pillars": "A messaging house stands on 3 to 5 pillars; this one has 6."}),
        ({"proof_points": proofs(2)}, {"pillars/p2": "Pillar “Claim 2” has no live proof."}),
        ({"core_message": ""}, {"core_message": "“Core message” is empty."}),
        (
            {"core_message": "Close in 3 days. Not in 10."},
            {"core_message": "“Core message” has 2 sentences; the budget is 1."},
        ),
        (
            {"segment_rows": []},
            {"segment_rows": ANY},
        ),
        ({"segment_rows": [ROW | {"proof": ""}]}, {"segment_rows/row/proof": "Segment row “Late”: “Proof” is empty."}),
    ],
)
def test_what_stands_between_a_house_and_approval(change, gaps):
    assert missing(MessagingHouse, COMPLETE | change) == gaps


@pytest.mark.parametrize(
    ("change", "gaps"),
    [
        ({"one_liner": "word " * 20}, {}),
        ({"one_liner": "word " * 19}, {"one_liner": "“One-liner” has 19 words; it should have about 25."}),
        ({"long_description": "word " * 541}, {"long_description": ANY}),
        ({"what": "Three days.", "how": "Matching all month."}, {"why": "The story begins with why."}),
        ({"why": "Ten days of overtime."}, {}),
        ({"channel_lines": [{"channel": "push", "line": "word " * 12}]}, {}),
        (
            {"channel_lines": [{"key": "k", "channel": "push", "line": "word " * 13}]},
            {"channel_lines/k/line": "Push message: 13 words where 12 fit."},
        ),
    ],
)
def test_each_length_and_channel_has_its_words(change, gaps):
    assert missing(MessagingHouse, COMPLETE | change) == gaps


def test_a_draft_needs_only_its_roof():
    assert missing(MessagingHouse, {}, at=DRAFT) == {"core_message": "“Core message” is empty."}


def test_the_budget_is_told_in_the_unit_that_is_over():
    roof = Budget(words=5, sentences=1)

    assert (Spent(roof, "Three days.").shown, Spent(roof, "Three days.").is_over) == ("words", False)
    assert (Spent(roof, "Three. Days.").shown, Spent(roof, "Three. Days.").is_over) == ("sentences", True)
    assert Spent(roof, "Three. Days.").units == [("words", 2, 5), ("sentences", 2, 1)]
    assert Spent(Budget(sentences=2), "One. Two. Three.").shown == "sentences"


def test_a_roof_has_its_budget_in_every_language():
    too_long = {"core_message": "三天结账" * 7}

    assert missing(MessagingHouse, COMPLETE | too_long) == {
        "core_message": "“Core message” has 28 words; the budget is 25."
    }
