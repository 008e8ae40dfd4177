"""A line may name one fact of a competitor: what happens to that fact happens to the line, and nothing else does."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils.timezone import localdate

from enablement.models import Battlecard
from pmm_workspace.artifacts import document, editing, freshness, links, review, ripple, sharing
from pmm_workspace.artifacts.freshness import State
from pmm_workspace.artifacts.models import Link
from positioning.models import Competitor
from tests.artifacts.rereading import now

TODAY = localdate()


def fact(key, words, seen=TODAY):
    return {"key": key, "fact": words, "source": "Price page", "seen_on": str(seen)}


@pytest.fixture
def rival(ed):
    facts = [fact("price", "Costs € 900 a month."), fact("owner", "Was sold in May."), fact("team", "Has 40 people.")]
    return editing.create(Competitor, {"title": "Abacus", "facts": facts}, by=ed)


@pytest.fixture
def card(ed, rival):
    price, owner = (f"[fact](/d/{rival.pk}/#at-facts-{key})" for key in ("price", "owner"))
    values = {"title": "Card", "why_we_win": f"Dear: {price}.", "why_we_lose": f"Rich: {owner}."}
    return editing.create(Battlecard, values | {"they_say_about_us": f"So [they](/d/{rival.pk}/)."}, by=ed)


def changed(artifact, by, **changes):
    return editing.edit(artifact, changes, base=now(artifact).revision, by=by)


def standings(card):
    content = document.of_artifact(now(card))
    return {each.link.path: each for each in freshness.of_text(now(card), content, side=links.DRAFT)}


def states(card):
    return {path: each.state for path, each in standings(card).items()}


def test_only_the_line_that_names_the_changed_fact_is_suspect_and_it_is_accepted_by_itself(card, rival, ed):
    assert set(states(card).values()) == {State.FRESH}
    changed(rival, ed, **{"facts/price/fact": "Costs € 1,200 a month."})
    assert states(card) == {
        "why_we_win": State.SUSPECT,
        "why_we_lose": State.FRESH,
        "they_say_about_us": State.SUSPECT,
    }
    changed(rival, ed, **{"facts/price/seen_on": str(TODAY - timedelta(days=1)), "facts/team/fact": "Has 30 people."})
    assert states(card)["why_we_lose"] == State.FRESH

    links.accept(Link.objects.get(item="facts/price"), by=ed, note="The line only says that they are dear.")
    assert states(card)["why_we_win"] == State.FRESH


def test_a_fact_that_nobody_has_looked_at_for_long_marks_its_line(card, rival, ed):
    changed(rival, ed, **{"facts/owner/seen_on": str(TODAY - timedelta(days=31))})
    found = states(card)
    assert (found["why_we_win"], found["why_we_lose"]) == (State.FRESH, State.DUE)
    (cause,) = standings(card)["why_we_lose"].causes
    assert cause.reason == "should be looked at again"


def test_a_deleted_fact_breaks_its_line_and_stops_its_approval(card, rival, ed, rita, nothing_is_missing):
    changed(rival, ed, **{"facts/price": None})
    assert states(card)["why_we_win"] == State.BROKEN
    review.submit(now(card), by=ed)
    with pytest.raises(review.Incomplete) as refused:
        review.approve(now(card), seen=1, by=rita)
    assert [gap.path for gap in refused.value.gaps] == ["why_we_win"]
    assert [line.after for line in ripple.lines(now(rival), now(rival).latest) if line.quotes] == []


def test_the_uses_of_a_line_below_a_fact_are_the_lines_that_name_that_fact(card, rival, ed):
    other = editing.create(Competitor, {"title": "Tally"}, by=ed)
    changed(rival, ed, **{"facts/price/fact": f"Dearer than [Tally](/d/{other.pk}/)."})
    above = {link.path for link in links.uses(now(other), deep=True) if link.source_id == card.pk}
    assert above == {"why_we_win", "they_say_about_us"}
    with pytest.raises(ValidationError):
        links.accept(Link.objects.get(target=other), by=ed, note=" ")


def test_pages_and_files_tell_the_fact_and_lead_to_it(client, card, rival, ed):
    changed(rival, ed, **{"facts/price/fact": "Costs € 1,200 a month."})
    client.force_login(ed)
    trace = client.get(f"/d/{card.pk}/trace/").content.decode()
    assert f'<a href="/d/{rival.pk}/#at-facts-price">Abacus: Costs € 1,200 a month.</a>' in trace
    assert '<span class="row-kind">Fact</span>' in trace
    assert "about “Costs € 1,200 a month.”" in client.get(f"/d/{rival.pk}/trace/").content.decode()
    page = client.get(f"/d/{card.pk}/").content.decode()
    assert page.count('class="reference is-suspect"') == 2
    text = sharing.as_file(now(card), now(card).latest, "md").content.decode()
    assert "Dear: fact (changed below)." in text
    assert "Rich: fact." in text


def test_a_writer_is_offered_the_facts_that_others_build_on(client, card, rival, ed, rita, nothing_is_missing):
    client.force_login(ed)
    found = client.get("/mentions/", {"q": "900"}).json()["found"]
    assert found == [
        {
            "label": "Costs € 900 a month.",
            "words": "Costs € 900 a month.",
            "href": f"/d/{rival.pk}/#at-facts-price",
            "what": "Fact · Abacus",
        }
    ]
    review.submit(now(rival), by=ed)
    review.approve(now(rival), seen=1, by=rita)
    changed(rival, ed, **{"facts/new": {"fact": "Costs € 1,900 a month."}})
    offered = client.get("/mentions/", {"q": "Abacus"}).json()["found"]
    assert [each["words"] for each in offered] == [
        "Abacus",
        "Costs € 900 a month.",
        "Was sold in May.",
        "Has 40 people.",
    ]
