"""Anybody who reads a text may propose other words; who may edit it decides."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from enablement.models import Battlecard
from pmm_workspace.artifacts import document, editing, review, suggestions
from pmm_workspace.artifacts.editing import Conflict
from pmm_workspace.artifacts.models import Artifact, Suggestion
from pmm_workspace.jobs.models import Job


@pytest.fixture
def card(workspace, ed, rita, monkeypatch):
    monkeypatch.setattr(Battlecard, "completeness", ())
    made = editing.create(
        Battlecard, {"title": "Abacus", "why_we_win": "Faster.", "objections/k1": {"they_say": "Too dear."}}, by=ed
    )
    review.submit(made, by=ed)
    review.approve(now(made), by=rita, seen=1)
    return now(made)


def now(artifact):
    return Artifact.objects.select_related("latest", "approved").get(pk=artifact.pk)


def at(artifact, path):
    return document.of_artifact(now(artifact)).at(path)


def test_a_rep_suggests_on_what_reps_read(card, ed, vera):
    editing.edit(card, {"why_we_win": "A secret draft."}, base=1, by=ed)

    made = suggestions.suggest(now(card), "why_we_win", " Live in a week. ", note="They ask for dates.", by=vera)

    assert (made.before, made.after, made.version.number) == ("Faster.", "Live in a week.", 1)
    assert {"what": "suggestion", "pk": made.pk} in [job.arguments for job in Job.objects.all()]


def test_the_accepter_writes_and_the_author_is_named(card, ed, vera):
    made = suggestions.suggest(card, "objections/k1/they_say", "You cost too much.", by=vera)

    version = suggestions.accept(made, by=ed)

    assert at(card, "objections/k1/they_say") == "You cost too much."
    assert (version.author, version.note) == (ed, "Suggested by Vera")
    made.refresh_from_db()
    assert (made.decision, made.decided_by) == ("accepted", ed)


def test_a_text_that_changed_meanwhile_is_answered_with_both(card, ed, vera):
    made = suggestions.suggest(card, "why_we_win", "Live in a week.", by=vera)
    editing.edit(card, {"why_we_win": "Cheaper."}, base=1, by=ed)

    with pytest.raises(Conflict) as refusal:
        suggestions.accept(made, by=ed)

    (clash,) = refusal.value.clashes
    assert (clash.theirs, clash.mine, at(card, "why_we_win")) == ("Cheaper.", "Live in a week.", "Cheaper.")
    assert Suggestion.objects.get().decision == "open"
    suggestions.accept(made, by=ed, seen=refusal.value.revision)
    assert at(card, "why_we_win") == "Live in a week."


def test_who_decides_again_has_to_have_seen_the_newest_text(card, ed, ada, vera):
    made = suggestions.suggest(card, "why_we_win", "Live in a week.", by=vera)
    editing.edit(card, {"why_we_win": "Cheaper."}, base=1, by=ed)
    editing.edit(card, {"why_we_win": "Simpler."}, base=2, by=ada)

    with pytest.raises(Conflict):
        suggestions.accept(made, by=ed, seen=2)

    assert at(card, "why_we_win") == "Simpler."


def test_a_suggestion_is_rejected_with_a_word(card, ed, vera):
    made = suggestions.suggest(card, "why_we_win", "Best.", by=vera)
    with pytest.raises(ValidationError):
        suggestions.reject(made, "  ", by=ed)

    suggestions.reject(made, "Nobody can check it.", by=ed)

    made.refresh_from_db()
    assert (made.decision, made.answer, at(card, "why_we_win")) == ("rejected", "Nobody can check it.", "Faster.")
    with pytest.raises(suggestions.AlreadyDecided):
        suggestions.accept(made, by=ed)
    assert at(card, "why_we_win") == "Faster."


@pytest.mark.parametrize(
    "path", ["threat", "language", "objections/k1", "objections/k9/they_say", "nothing", "objections/#order"]
)
def test_other_words_are_for_words_only(card, vera, path):
    with pytest.raises(ValidationError):
        suggestions.suggest(card, path, "high", by=vera)


def test_the_same_words_are_no_suggestion_and_too_many_are_refused(card, vera):
    for words in ("Faster. ", "x" * 100_001):
        with pytest.raises(ValidationError):
            suggestions.suggest(card, "why_we_win", words, by=vera)
    assert not Suggestion.objects.exists()


def test_only_who_may_edit_decides(card, rita, vera):
    made = suggestions.suggest(card, "why_we_win", "Live in a week.", by=vera)
    for decide in (suggestions.accept, lambda made, by: suggestions.reject(made, "No.", by=by)):
        for person in (vera, rita):
            with pytest.raises(PermissionDenied):
                decide(made, by=person)
    assert at(card, "why_we_win") == "Faster."


# By a program


def posted(client, address, person, **body):
    client.force_login(person)
    return client.post(f"/api/{address}", body, content_type="application/json")


def test_a_program_proposes_lists_and_decides(client, card, ed, rita, vera):
    address = f"battlecards/{card.pk}/suggestions/"
    made = posted(client, address, vera, path="why_we_win", after="Live in a week.", note="They ask for dates.")
    assert (made.status_code, made.json()["before"], made.json()["author"]) == (201, "Faster.", "Vera")
    posted(client, address, ed, path="objections/k1/they_say", after="Too much.")

    assert [each["after"] for each in client.get(f"/api/{address}").json()] == ["Too much.", "Live in a week."]
    client.force_login(vera)
    assert [each["after"] for each in client.get(f"/api/{address}").json()] == ["Live in a week."]  # the others quote

    one, other = (each.pk for each in Suggestion.objects.all())
    assert posted(client, f"suggestions/{one}/accept/", vera).status_code == 403
    assert posted(client, f"suggestions/{one}/accept/", ed).json()["decision"] == "accepted"
    assert at(card, "why_we_win") == "Live in a week."
    assert posted(client, f"suggestions/{one}/accept/", ed).status_code == 409
    assert posted(client, f"suggestions/{other}/reject/", ed).status_code == 400
    assert posted(client, f"suggestions/{other}/reject/", ed, answer="No.").json()["answer"] == "No."


def test_a_program_is_given_both_texts_when_the_place_was_changed(client, card, ed, vera):
    made = suggestions.suggest(card, "why_we_win", "Live in a week.", by=vera)
    editing.edit(card, {"why_we_win": "Cheaper."}, base=1, by=ed)

    refused = posted(client, f"suggestions/{made.pk}/accept/", ed)
    assert refused.status_code == 409
    body = refused.json()
    assert (body["stands"], body["proposed"], body["revision"]) == ("Cheaper.", "Live in a week.", 2)
    assert posted(client, f"suggestions/{made.pk}/accept/", ed, seen=2).status_code == 200
    assert at(card, "why_we_win") == "Live in a week."
