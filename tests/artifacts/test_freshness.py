"""A line stands on a promise, a promise on proofs: what is wrong below is shown on exactly the lines above it."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils.timezone import localdate

from enablement.models import Battlecard
from launches.models import LaunchBrief
from messaging.models import MessagingHouse, Promise, Proof
from pmm_workspace.artifacts import document, editing, freshness, links, review
from pmm_workspace.artifacts.freshness import State
from pmm_workspace.artifacts.models import Acceptance, Link
from tests.artifacts.rereading import now

pytestmark = pytest.mark.usefixtures("nothing_is_missing")
YESTERDAY, NEXT_YEAR = localdate() - timedelta(days=1), localdate() + timedelta(days=365)


def approved(artifact, ed, rita):
    review.submit(now(artifact), by=ed)
    review.approve(now(artifact), seen=now(artifact).revision, by=rita)
    return now(artifact)


def changed(artifact, by, **changes):
    return editing.edit(artifact, changes, base=now(artifact).revision, by=by)


def states(artifact, side=links.DRAFT):
    """{path: state} of every line that names something."""
    artifact = now(artifact)
    version = artifact.latest if side == links.DRAFT else artifact.approved
    content = document.of_kind(artifact.kind, version)
    found = freshness.of_text(artifact, content, side=side)
    return {each.link.path: each.state for each in found}


@pytest.fixture
def proofs(ed):
    values = {"statement": "Measured with 41 teams.", "expires_on": str(NEXT_YEAR)}
    return [editing.create(Proof, {"title": f"Proof {n}"} | values, by=ed) for n in (1, 2)]


@pytest.fixture
def promises(ed, proofs):
    return [
        editing.create(Promise, {"title": f"Promise {proof}", "statement": "Close.", "proofs": [proof.pk]}, by=ed)
        for proof in proofs
    ]


@pytest.fixture
def lines(ed, promises):
    """A house, a card and a brief whose lines name the promises."""
    one, two = (f"[they say]({f'/d/{each.pk}/'})" for each in promises)
    house = {"pillars": [{"key": "a", "message": f"First {one}."}, {"key": "b", "message": f"Then {two} and {one}."}]}
    return [
        editing.create(MessagingHouse, {"title": "House"} | house, by=ed),
        editing.create(Battlecard, {"title": "Card", "why_we_win": one, "why_we_lose": two}, by=ed),
        editing.create(LaunchBrief, {"title": "Brief", "customer_problem": f"Plain words and {one}."}, by=ed),
    ]


def test_one_proof_expires_and_exactly_the_lines_above_it_are_expired(lines, proofs, promises, ed):
    assert {state for each in lines for state in states(each).values()} == {State.FRESH}
    changed(proofs[0], ed, expires_on=str(YESTERDAY))

    expired = {
        (each.pk, standing.link.pk)
        for each in [*lines, *promises]
        for standing in freshness.chain(now(each), side=links.DRAFT).standings
        if standing.state == State.EXPIRED
    }
    assert expired == {(link.source_id, link.pk) for link in links.uses(proofs[0], deep=True)}
    assert len(expired) == 5  # a field of the promise, two lines of the house, one of the card, one of the brief
    direct = {(link.source_id, link.path) for link in links.uses(proofs[0])}
    assert direct == {(promises[0].pk, "proofs")}


def test_the_way_down_to_the_cause_is_told(lines, proofs, promises, ed):
    changed(proofs[0], ed, expires_on=str(YESTERDAY))
    (standing,) = freshness.chain(lines[2], side=links.DRAFT).standings

    (cause,) = standing.causes
    assert [each.pk for each in cause.trail] == [promises[0].pk, proofs[0].pk]
    assert cause.reason.startswith("expired on")


def test_a_change_of_meaning_makes_lines_suspect_and_each_is_accepted_by_itself(lines, promises, ed):
    changed(promises[0], ed, statement="Close the month in three days.")
    assert [each for line in lines for each in states(line).values()].count(State.SUSPECT) == 4

    changed(lines[0], ed, core_message="A typo mended elsewhere.")
    changed(lines[1], ed, one_liner="And here.")
    assert [each for line in lines for each in states(line).values()].count(State.SUSPECT) == 4

    link = Link.objects.get(source=lines[1], target=promises[0])
    links.accept(link, by=ed, note="The line only says that we close.")
    assert states(lines[1])["why_we_win"] == State.FRESH
    assert [each for line in lines for each in states(line).values()].count(State.SUSPECT) == 3
    assert Acceptance.objects.get().note == "The line only says that we close."


def test_blanks_and_what_nobody_relies_on_change_no_meaning(lines, promises, ed):
    changed(promises[0], ed, statement="Close. ", title="Another name", decision="soften")
    assert {state for each in lines for state in states(each).values()} == {State.FRESH}


def test_accepting_needs_a_reason(lines, ed):
    with pytest.raises(ValidationError):
        links.accept(Link.objects.first(), by=ed, note="  ")


def test_readers_lines_stand_on_what_readers_have(lines, promises, proofs, ed, rita):
    for each in (*proofs, *promises, lines[1]):
        approved(each, ed, rita)
    changed(promises[0], ed, statement="A draft that nobody has approved.")
    assert states(lines[1], links.APPROVED)["why_we_win"] == State.FRESH

    approved(promises[0], ed, rita)
    assert states(lines[1], links.APPROVED)["why_we_win"] == State.SUSPECT


def test_a_line_that_is_rewritten_in_a_draft_stays_marked_for_readers(lines, promises, proofs, ed, rita):
    for each in (*proofs, *promises, lines[1]):
        approved(each, ed, rita)
    changed(lines[1], ed, why_we_win="Nothing is named any more.")
    changed(proofs[0], ed, expires_on=str(YESTERDAY))
    approved(proofs[0], ed, rita)

    assert "why_we_win" not in states(lines[1])
    assert states(lines[1], links.APPROVED)["why_we_win"] == State.EXPIRED


def test_what_comes_back_is_not_newly_accepted(lines, promises, ed):
    version = now(lines[1]).latest
    changed(lines[1], ed, why_we_win="Nothing.")
    changed(promises[0], ed, statement="Close the month in three days.")
    editing.restore(now(lines[1]), version, base=now(lines[1]).revision, by=ed)
    assert states(lines[1])["why_we_win"] == State.SUSPECT


def test_a_retired_promise_breaks_its_lines_and_stops_their_approval(lines, promises, ed, rita):
    review.move(now(promises[1]), "retire", seen=1, by=ed)
    assert states(lines[1]) == {"why_we_win": State.FRESH, "why_we_lose": State.BROKEN}
    review.submit(now(lines[1]), by=ed)

    with pytest.raises(review.Incomplete) as refused:
        review.approve(now(lines[1]), seen=1, by=rita)
    assert [gap.path for gap in refused.value.gaps] == ["why_we_lose"]
    assert refused.value.gaps[0].message.startswith("Why we lose – “Promise")


def test_a_retired_promise_says_how_many_lines_wait_for_another(client, lines, promises, ed):
    review.move(now(promises[1]), "retire", seen=1, by=ed)
    client.force_login(ed)
    count = Link.objects.filter(target=promises[1].pk).count()
    page = " ".join(client.get(f"/d/{promises[1].pk}/").content.decode().split())
    assert f"{count} line" in page and "cannot be approved until" in page


def test_nothing_stands_on_itself(proofs, promises, ed):
    with pytest.raises(ValidationError):
        changed(promises[0], ed, proofs=[promises[1].pk])
    assert Link.objects.filter(source=promises[0]).count() == 1


def test_a_trace_asks_a_bounded_number_of_questions(lines, promises, django_assert_max_num_queries, ed):
    many = " ".join(f"[it](/d/{promise.pk}/)" for promise in promises)
    pillars = [{"key": f"p{n}", "message": many} for n in range(30)]
    changed(lines[0], ed, pillars=pillars)
    with django_assert_max_num_queries(8):
        assert len(freshness.chain(lines[0], side=links.DRAFT).standings) == 60


@pytest.mark.parametrize("name", ["read", "trace", "edit"])
def test_the_pages_show_it(client, lines, proofs, ed, name):
    changed(proofs[0], ed, expires_on=str(YESTERDAY))
    client.force_login(ed)
    page = client.get(f"/d/{lines[1].pk}/" + {"read": "", "trace": "trace/", "edit": "edit/"}[name])
    assert page.status_code == 200
    assert "expired" in page.content.decode()
