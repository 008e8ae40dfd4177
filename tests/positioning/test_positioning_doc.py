import pytest
from django.template import Context, Template

from pmm_workspace.artifacts.completeness import DRAFT
from positioning.models import PositioningDoc
from tests.gaps import document, missing

SLOTS = {
    "target_customer": "finance teams with two entities",
    "need": "must have final numbers before the board meets",
    "category": "close tool",
    "key_benefit": "closes the books in 3 days",
    "primary_alternative": "the suite",
    "primary_differentiation": "matches during the month",
}
COMPLETE = SLOTS | {
    "icp": "Finance teams of 3 to 12 people",
    "when_it_hurts": "The board moves its meeting forward",
    "frame_of_reference": "The close module of the suite",
    "value_proposition": "Close the books in 3 days, not 10.",
    "alternatives": [
        {"name": "A spreadsheet", "kind": "spreadsheet"},
        {"name": "Hire somebody", "kind": "hire"},
        {"name": "Abacus", "kind": "rival"},
    ],
    "differentiators": [{"key": "during", "attribute": "Matches every hour", "value": "Day 1 is a review"}],
    "reasons_to_believe": [{"differentiator": "during", "statement": "94 % of 2.1 million lines"}],
}
ONLY_RIVALS = [{"name": name, "kind": "rival"} for name in ("Abacus", "Tallyworks", "Paperlane")]


@pytest.mark.parametrize(
    ("change", "gaps"),
    [
        ({}, {}),
        ({"icp": ""}, {"icp": "“Ideal customer” is empty."}),
        ({"when_it_hurts": ""}, {"when_it_hurts": "“When it hurts” is empty."}),
        (
            {"value_proposition": "Close in 3 days. Sleep at night."},
            {"value_proposition": "“Value proposition” has 2 sentences; the budget is 1."},
        ),
        (
            {"value_proposition": "word " * 26},
            {"value_proposition": "“Value proposition” has 26 words; the budget is 25."},
        ),
        (
            {"alternatives": COMPLETE["alternatives"][:2]},
            {"alternatives": "A positioning doc needs at least 3 alternatives; this one has 2."},
        ),
        (
            {"alternatives": ONLY_RIVALS},
            {"alternatives": "Every alternative here is a rival product. Add what customers do when they buy nothing."},
        ),
        (
            {"reasons_to_believe": []},
            {"differentiators/during": "Differentiator “Matches every hour” has no live proof."},
        ),
        (
            {"differentiators": [COMPLETE["differentiators"][0] | {"value": ""}]},
            {"differentiators/during/value": "Differentiator “Matches every hour”: “So what” is empty."},
        ),
        ({"need": ""}, {"need": "“Need” is empty."}),
    ],
)
def test_what_stands_between_a_positioning_doc_and_approval(change, gaps):
    assert missing(PositioningDoc, COMPLETE | change) == gaps


def test_a_draft_needs_to_know_only_its_customer():
    assert missing(PositioningDoc, {}, at=DRAFT) == {"icp": "“Ideal customer” is empty."}


def test_the_moore_sentence_is_made_of_its_slots(product):
    doc = document(PositioningDoc, SLOTS | {"product": product.pk})

    assert PositioningDoc.moore_sentence(doc) == (
        "For finance teams with two entities who must have final numbers before the board meets, the Ledger is a "
        "close tool that closes the books in 3 days. Unlike the suite, our product matches during the month."
    )


def test_the_moore_sentence_shows_what_is_missing(workspace):
    assert PositioningDoc.moore_sentence(document(PositioningDoc, {})) == (
        "For [target customer] who [need], the [product] is a [category] that [key benefit]. "
        "Unlike [primary alternative], our product [primary differentiation]."
    )


def test_the_moore_sentence_is_english_that_somebody_would_say(workspace):
    doc = document(PositioningDoc, {"category": "invoice approval tool"})

    assert "is an invoice approval tool that" in PositioningDoc.moore_sentence(doc)


def test_a_page_shows_the_moore_sentence_and_trusts_no_slot(workspace):
    page = Template("{% load positioning %}{% moore_sentence document %}")
    doc = document(PositioningDoc, {"need": "<b>want</b> numbers"})

    assert "who &lt;b&gt;want&lt;/b&gt; numbers, the [product]" in page.render(Context({"document": doc}))
