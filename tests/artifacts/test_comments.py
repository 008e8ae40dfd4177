"""Remarks are anchored to words, answered, settled, and outlive what they are about."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from enablement.models import Battlecard
from pmm_workspace.artifacts import comments, document, editing
from pmm_workspace.artifacts.models import Artifact, Comment, Reaction
from pmm_workspace.jobs.models import Job


@pytest.fixture
def card(workspace, ed):
    return editing.create(
        Battlecard,
        {
            "title": "Abacus",
            "why_we_win": "We are **faster** than they are.",
            "objections/k1": {"they_say": "Too dear."},
        },
        by=ed,
    )


def content(artifact):
    return document.of_artifact(Artifact.objects.select_related("latest").get(pk=artifact.pk))


def is_gone(comment, artifact):
    return comments.is_about_something_gone(comment, content(artifact))


def test_a_comment_finds_its_words_through_the_marks_of_markdown(card, rita):
    comment = comments.write(card, "Says who?", path="why_we_win", quote="We are faster\nthan", by=rita)

    assert not is_gone(comment, card)


@pytest.mark.parametrize(
    ("changes", "gone"),
    [
        ({"why_we_lose": "Price."}, False),
        ({"why_we_win": "Sure: we are **faster** by far."}, False),
        ({"why_we_win": "We are cheaper."}, True),
        ({"why_we_win": ""}, True),
    ],
)
def test_a_comment_outlives_edits_and_knows_when_its_words_are_gone(card, ed, rita, changes, gone):
    comment = comments.write(card, "Says who?", path="why_we_win", quote="faster", by=rita)
    editing.edit(card, changes, base=1, by=ed)

    assert is_gone(Comment.objects.get(pk=comment.pk), card) is gone


@pytest.mark.parametrize("path", ["objections/k1", "objections/k1/they_say"])
def test_a_comment_on_a_line_that_was_deleted_keeps_the_quote(card, ed, rita, path):
    comment = comments.write(card, "They never say that.", path=path, quote="Too dear", by=rita)
    assert not is_gone(comment, card)
    editing.edit(card, {"objections/k1": None}, base=1, by=ed)

    assert is_gone(comment, card)
    assert Comment.objects.get().quote == "Too dear"


@pytest.mark.parametrize("path", ["objections/k1/#order", "nothing/#order", "objections/k9", "nothing/k1"])
def test_a_comment_is_not_about_a_place_that_never_was(card, rita, path):
    with pytest.raises(ValidationError):
        comments.write(card, "Here?", path=path, by=rita)

    assert not Comment.objects.exists()


def test_replies_make_one_thread_and_tell_of_themselves(card, ed, rita):
    first = comments.write(card, "Says who?", by=rita)
    second = comments.reply(first, "Nordlys does.", by=ed)
    third = comments.reply(second, "@Ed Thanks.", by=rita)

    assert list(first.replies.all()) == [second, third]
    jobs = Job.objects.filter(kind="notices.tell").order_by("pk")
    assert [job.arguments for job in jobs] == [{"what": "comment", "pk": each.pk} for each in (first, second, third)]


def test_a_thread_is_resolved_once_and_reopened(card, ed, rita):
    comment = comments.write(card, "Says who?", by=rita)
    comments.resolve(comment, by=ed)
    with pytest.raises(comments.AlreadyResolved):
        comments.resolve(comment, by=rita)

    comments.reopen(comment, by=rita)

    assert Comment.objects.get().resolved_by is None


def test_only_the_author_rewrites_and_removes(card, ed, rita):
    comment = comments.write(card, "Says who?", by=rita)
    for write in (lambda: comments.rewrite(comment, "Mine now.", by=ed), lambda: comments.remove(comment, by=ed)):
        with pytest.raises(comments.NotYours):
            write()
    assert Comment.objects.get().text == "Says who?"

    comments.rewrite(comment, " Who says? ", by=rita)
    assert Comment.objects.get().text == "Who says?"
    with pytest.raises(ValidationError):
        comments.rewrite(comment, "  ", by=rita)
    comments.remove(comment, by=rita)
    assert not Comment.objects.exists()


def test_what_others_answered_stays_when_the_question_is_taken_back(card, ed, rita):
    comment = comments.write(card, "Says who?", quote="faster", path="why_we_win", by=rita)
    comments.reply(comment, "Nordlys does.", by=ed)

    comments.remove(comment, by=rita)

    assert [(each.text, each.quote) for each in Comment.objects.all()] == [("", ""), ("Nordlys does.", "")]


def test_a_mark_is_put_once_and_taken_away(card, ed, rita):
    comment = comments.write(card, "Says who?", by=rita)

    assert comments.react(comment, "agree", by=ed) is True
    assert comments.react(comment, "agree", by=rita) is True
    assert comments.react(comment, "agree", by=ed) is False
    with pytest.raises(ValidationError):
        comments.react(comment, "party", by=ed)
    assert [(each.user, each.mark) for each in Reaction.objects.all()] == [(rita, "agree")]


def test_who_only_reads_does_not_discuss(card, rita, vera):
    comment = comments.write(card, "Says who?", by=rita)
    for write in (comments.reopen, comments.resolve):
        with pytest.raises(PermissionDenied):
            write(comment, by=vera)
    with pytest.raises(PermissionDenied):
        comments.reply(comment, "Me too.", by=vera)
