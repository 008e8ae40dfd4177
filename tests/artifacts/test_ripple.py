"""What a new version means for the lines that quote the document."""

import pytest

from enablement.models import Battlecard
from messaging.models import Promise
from pmm_workspace.artifacts import document, editing, review, ripple, sharing
from pmm_workspace.artifacts.models import Link, Suggestion
from tests.artifacts.rereading import now

pytestmark = pytest.mark.usefixtures("nothing_is_missing")
OLD, NEW = "Close in three days.", "Close in four days."


def says(artifact, path):
    return document.of_artifact(now(artifact)).at(path)


@pytest.fixture
def promise(ed, rita):
    made = editing.create(Promise, {"title": "Three days", "statement": OLD}, by=ed)
    review.submit(made, by=ed)
    review.approve(made, seen=1, by=rita)
    return made


@pytest.fixture
def cards(ed, promise):
    """One quotes the promise, one names it in words of its own."""
    lines = [f"We say: [{OLD}](/d/{promise.pk}/) Always.", f"Days, [not weeks](/d/{promise.pk}/)."]
    return [
        editing.create(Battlecard, {"title": f"Card {n}", "why_we_win": line}, by=ed) for n, line in enumerate(lines)
    ]


@pytest.fixture
def rewritten(promise, cards, ed):
    editing.edit(promise, {"statement": NEW}, base=1, by=ed)
    review.submit(now(promise), by=ed)
    return now(promise)


def test_the_preview_tells_which_lines_quote_and_what_they_would_say(rewritten, cards):
    quoting, naming = ripple.lines(rewritten, rewritten.latest)
    assert (quoting.link.source_id, quoting.quotes) == (cards[0].pk, True)
    assert "<del>three</del><ins>four</ins>" in quoting.html and "/d/" not in quoting.html
    assert (naming.link.source_id, naming.quotes) == (cards[1].pk, False)


def test_a_draft_that_means_the_same_reaches_nobody(promise, cards, ed):
    editing.edit(promise, {"decision": "stands"}, base=1, by=ed)
    assert ripple.lines(now(promise), now(promise).latest) == []


def test_an_admin_who_approves_takes_the_chosen_lines_along(client, rewritten, cards, ada):
    client.force_login(ada)
    page = client.get(f"/d/{rewritten.pk}/review/").content.decode()
    assert "2 lines elsewhere stand on what this changes" in page
    chosen = Link.objects.get(source=cards[0]).pk
    client.post(f"/d/{rewritten.pk}/move/", {"move": "approve", "seen": 2, "carry": [chosen]})

    assert NEW in says(cards[0], "why_we_win")
    assert "not weeks" in says(cards[1], "why_we_win")
    assert [line.link.source_id for line in ripple.lines(now(rewritten), now(rewritten).approved)] == [cards[1].pk]


def test_a_pm_who_approves_sends_a_suggestion_instead(client, rewritten, cards, rita):
    client.force_login(rita)
    chosen = Link.objects.get(source=cards[0]).pk
    client.post(f"/d/{rewritten.pk}/move/", {"move": "approve", "seen": 2, "carry": [chosen, "x", "99999"]})

    assert OLD in says(cards[0], "why_we_win")
    assert NEW in Suggestion.objects.get().after


def test_it_can_be_done_later_from_the_trace(client, rewritten, cards, ed, rita):
    review.approve(rewritten, seen=2, by=rita)
    client.force_login(ed)
    assert OLD in client.get(f"/d/{rewritten.pk}/trace/").content.decode()
    client.post(f"/d/{rewritten.pk}/carry/", {"carry": Link.objects.get(source=cards[0]).pk})
    assert NEW in says(cards[0], "why_we_win")


def test_a_file_says_what_is_wrong_with_the_promises_that_it_quotes(cards, promise, ed):
    review.move(now(promise), "retire", seen=1, by=ed)
    card = now(cards[0])
    text = sharing.as_file(card, card.latest, "md").content.decode()
    assert "We say: Close in three days. (broken) Always." in text
    assert "/d/" not in text
