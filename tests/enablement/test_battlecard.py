from unittest.mock import ANY

import pytest

from enablement.models import Battlecard
from pmm_workspace.artifacts import editing, review, sharing
from pmm_workspace.artifacts.completeness import DRAFT
from positioning.models import Segment
from tests.artifacts.rereading import now
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


@pytest.fixture
def segment(ed):
    banks = {"key": "banks", "condition": "Banks", "question": "Which supervisor reads your report?"}
    return editing.create(Segment, Segment.example | {"title": "Growing groups", "disqualifiers": [banks]}, by=ed)


@pytest.fixture
def card(segment, ed):
    return editing.create(Battlecard, COMPLETE | {"title": "Card", "segments": [segment.pk]}, by=ed)


def approved(artifact, *, by, of):
    review.submit(now(artifact), by=of)
    review.approve(now(artifact), seen=now(artifact).revision, by=by)


def test_whom_a_segment_leaves_alone_stands_first_on_its_cards(client, card, segment, ed, rita, vera):
    approved(card, by=rita, of=ed)
    client.force_login(vera)
    page = client.get(f"/d/{card.pk}/").content.decode()
    assert "Banks" not in page and "Growing groups" not in page
    approved(segment, by=rita, of=ed)
    first = client.get(f"/d/{card.pk}/")
    page = first.content.decode()
    link = f'<a href="/d/{segment.pk}/#at-disqualifiers-banks">Banks</a>'
    assert page.index(link) < page.index(COMPLETE["quick_dismiss"]) and "Which supervisor reads your report?" in page

    editing.edit(now(segment), {"disqualifiers/banks/condition": "Banks, insurers"}, base=1, by=ed)
    kept = {"If-None-Match": first["ETag"]}
    assert client.get(f"/d/{card.pk}/", headers=kept).status_code == 304
    approved(segment, by=rita, of=ed)
    assert "Banks, insurers</a>" in client.get(f"/d/{card.pk}/", headers=kept).content.decode()


def test_a_file_says_first_whom_the_segment_leaves_alone_and_customers_do_not_read_it(card, segment):
    text = sharing.as_file(now(card), now(card).latest, "md").content.decode()
    assert text.index("Growing groups") < text.index("Disqualifier: Banks") < text.index(COMPLETE["quick_dismiss"])
    assert b"Banks" not in sharing.as_file(now(card), now(card).latest, "md", for_customers=True).content
