from unittest.mock import ANY

import pytest

from enablement.models import Battlecard
from pmm_workspace.artifacts.completeness import DRAFT
from tests.gaps import missing

OBJECTION = {"key": "price", "they_say": "Abacus is half the price.", "we_say": "At list, yes. Who does your close?"}
COMPLETE = {
    "competitor": "Abacus",
    "one_liner": "The suite with everything in it",
    "quick_dismiss": "Abacus closes after the month. Ledger closes during it.",
    "they_say_about_us": "One more tool",
    "our_answer": "One more tool, and no change to yours.",
    "why_we_win": "Two entities",
    "why_we_lose": "One entity",
    "objections": [OBJECTION],
    "landmines": [{"question": "How much is matched on day 1?"}],
    "disqualifiers": [{"condition": "One entity"}],
}


@pytest.mark.parametrize(
    ("change", "gaps"),
    [
        ({}, {}),
        ({"quick_dismiss": ""}, {"quick_dismiss": "“Say this first” is empty."}),
        ({"quick_dismiss": "word " * 26}, {"quick_dismiss": "“Say this first” has 26 words; the budget is 25."}),
        ({"why_we_lose": ""}, {"why_we_lose": "“Why we lose” is empty."}),
        ({"they_say_about_us": ""}, {"they_say_about_us": "“What they say about us” is empty."}),
        ({"objections": []}, {"objections": ANY}),
        (
            {"objections": [OBJECTION | {"we_say": ""}]},
            {"objections/price/we_say": "Objection “Abacus is half the price.”: “We say” is empty."},
        ),
        (
            {"objections": [OBJECTION | {"we_say": "One. Two. Three. Four."}]},
            {"objections/price/we_say": "“We say” has 4 sentences; the budget is 3."},
        ),
        ({"landmines": []}, {"landmines": ANY}),
        ({"disqualifiers": []}, {"disqualifiers": ANY}),
    ],
)
def test_what_stands_between_a_card_and_approval(change, gaps):
    assert missing(Battlecard, COMPLETE | change) == gaps


def test_a_draft_needs_only_its_competitor():
    assert missing(Battlecard, {}, at=DRAFT) == {"competitor": "“Competitor” is empty."}
