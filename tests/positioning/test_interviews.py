import pytest

from pmm_workspace.artifacts import editing
from positioning.models import Competitor, Interview, Segment
from positioning.synthesis import Told, synthesis
from tests.gaps import missing


def told(outcome, reasons, seller_says=""):
    return [Told(outcome, reason, seller_says) for reason in reasons]


def test_seven_interviews_are_too_few_to_say_and_eight_are_a_pattern():
    seven = synthesis(told("lost", ["risk"] * 5 + ["price"] * 2))
    eight = synthesis(told("lost", ["price"] * 2 + ["risk"] * 6))
    why = [found.answers[1] for found in (seven, eight)]

    assert [(each.n, each.is_enough, each.lacking, each.reasons) for each in why] == [
        (7, False, 1, ()),
        (8, True, 0, (("Setting it up, risk", 6), ("Price and packaging", 2))),
    ]
    assert not why[1].may_be_concluded


def test_each_question_has_its_own_sample():
    found = synthesis(told("won", ["product"] * 8) + told("no_decision", ["politics"] * 2))

    assert [(each.n, each.is_enough) for each in found.answers] == [
        (8, True),
        (0, False),
        (2, False),
        (0, False),
        (10, True),
    ]
    assert found.is_lopsided


def test_what_sellers_say_stands_beside_what_buyers_say():
    found = synthesis(told("lost", ["risk"] * 6 + ["price"] * 2, seller_says="price"))

    assert (found.compared, found.differing, found.price_by_sellers, found.price_by_buyers) == (8, 6, 8, 2)
    assert found.sellers_can_be_compared


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ({"consent": "internal"}, "quotes"),
        ({"consent": "not_asked"}, "consent"),
        ({"held_on": "2027-02-01"}, "held_on"),
        ({"outcome": "unknown"}, "outcome"),
    ],
)
def test_an_interview_is_not_evidence_before(change, place):
    assert place in missing(Interview, Interview.example | change)


@pytest.mark.django_db
def test_the_page_refuses_a_pattern_below_its_floor(client, workspace, ed, django_assert_max_num_queries):
    abacus = editing.create(Competitor, {"title": "Abacus"}, by=ed)
    for number in range(8):
        against = [abacus.pk] if number else []
        editing.create(Interview, {**Interview.example, "title": f"Deal {number}", "competitors": against}, by=ed)
    client.force_login(ed)

    with django_assert_max_num_queries(14):
        page = client.get("/win-loss/").content.decode()
    narrowed = client.get(f"/win-loss/?competitor={abacus.pk}").content.decode()

    assert page.count("Too few to say") == 3 and "n = 8" in page
    assert narrowed.count("Too few to say") == 6 and "n = 7; a pattern takes 8." in narrowed


@pytest.mark.django_db
def test_a_segment_shows_the_deals_that_name_each_disqualifier(client, workspace, ed, vera):
    disqualifiers = [{"key": "bank", "condition": "Banks"}, {"key": "small", "condition": "One entity"}]
    segment = editing.create(Segment, {"title": "Groups", "disqualifiers": disqualifiers}, by=ed)
    named = {"wrong_fit": f"[Banks](/d/{segment.pk}/#at-disqualifiers-bank)"}
    for title, outcome in {"Lost one": "lost", "Left one": "churned", "Won one": "won"}.items():
        editing.create(Interview, {"title": title, "outcome": outcome} | named, by=ed)
    client.force_login(ed)
    first = client.get(f"/d/{segment.pk}/")
    page = first.content.decode()
    assert "2 lost deals or churned customers name it:" in " ".join(page.split())
    assert "Left one" in page and "Won one" not in page and "lost deal or" not in page

    editing.create(Interview, {"title": "Lost two", "outcome": "no_decision"} | named, by=ed)
    again = client.get(f"/d/{segment.pk}/", headers={"if-none-match": first.headers["ETag"]})
    assert "Lost two" in again.content.decode()
    assert Segment.beside(segment, None, hides_drafts=True, hides_figures=True) == {}
