"""From what happened to who is told. Runs as a job after the commit, may run twice, and tells once."""

import re
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import transaction
from django.urls import reverse
from django.utils.timezone import now

from pmm_workspace.accounts.access import MAY
from pmm_workspace.accounts.models import Membership, User
from pmm_workspace.artifacts import editing, rounds, verification
from pmm_workspace.artifacts.document import PERSON, anchor, people_named
from pmm_workspace.artifacts.models import Artifact, Comment, Edit, Move, State, Suggestion
from pmm_workspace.common import tenancy
from pmm_workspace.jobs.queue import enqueue
from pmm_workspace.notices import preferences
from pmm_workspace.notices.models import ASKS, Channel, Kind, Mailing, Notice

LONGEST = 500  # characters of a quote
NEWS = timedelta(days=7)  # what happened before that is in the inbox for the record
# What each kind quotes, and therefore who may be told it.
NEEDS = {
    Kind.DECIDED: "read",
    Kind.COMMENT: "comment",
    Kind.MENTION: "comment",
    Kind.IMPORT: "import",
    Kind.AUDIT: "import",
}


@dataclass
class News:
    """One event, and the people whom it concerns."""

    event: str
    kind: Kind
    people: set[int]
    path: str
    by: User | None = None
    artifact: Artifact | None = None
    at: datetime = field(default_factory=now)
    words: dict = field(default_factory=dict)
    is_over: bool = False  # it was answered before anybody was told

    @property
    def is_old(self) -> bool:
        return self.kind not in ASKS and self.at < now() - NEWS


def tell(what: str, **ids) -> None:
    """Tell everybody concerned about one thing that happened: a move, a comment, an edit, an import…"""
    for news in TELLERS[what](**ids):
        spread(news)


@transaction.atomic
def spread(news: News) -> None:
    people = _who_may_know(news)
    rows = [_inbox(news, person) for person in people]
    rows += filter(None, (_mail(news, person) for person in people if not (news.is_over or news.is_old)))
    Notice.objects.bulk_create(rows, ignore_conflicts=True)
    for row in rows:
        if row.channel == Channel.MAIL and row.due_at <= now():
            enqueue("notices.mail", person_id=row.person_id)


def _who_may_know(news):
    """Never the one who did it, nobody who left, nobody who may not read what it quotes."""
    members = Membership.objects.filter(workspace_id=tenancy.current(), user__is_active=True, user__in=news.people)
    members = members.filter(role__in=MAY[NEEDS.get(news.kind, "read drafts")]).exclude(user=news.by)
    return [member.user for member in members.select_related("user").order_by("user")]


def _row(news, person, channel, **more):
    return Notice(
        workspace_id=tenancy.current(), event=news.event, person=person, channel=channel, kind=news.kind, actor=news.by,
        artifact=news.artifact, words=news.words, path=news.path, at=news.at, **more,
    )  # fmt: skip


def _inbox(news, person):
    done_at = news.at if news.is_over else None
    return _row(news, person, Channel.INBOX, done_at=done_at, read_at=news.at if news.is_old else done_at)


def _mail(news, person):
    mailing = preferences.mailing(person, news.kind)
    if mailing == Mailing.NEVER:
        return None
    return _row(news, person, Channel.MAIL, due_at=_due(mailing, news.kind, person))


def _due(mailing, kind, person):
    if mailing == Mailing.DAILY:
        return preferences.next_morning(person, now())
    return now() if kind in ASKS else _after_last_bundle(person)


def _after_last_bundle(person):
    """What asks nothing goes out at most once an hour, together."""
    sent = Notice.objects.filter(person=person, channel=Channel.MAIL, sent_at__isnull=False)
    last = sent.exclude(kind__in=ASKS).order_by("-sent_at").values_list("sent_at", flat=True).first()
    return max(now(), last + preferences.BETWEEN_BUNDLES) if last else now()


# Review


def of_move(pk) -> list[News]:
    move = Move.objects.select_related("artifact__owner", "version", "by").filter(pk=pk).first()
    if move is None:
        return []
    _close(move)
    _settle(move.artifact)
    return MOVES.get(move.name, lambda move: [])(move)


def _about(move, kind, people, *, page="document_review", **more):
    words = {"title": move.version.title, "number": move.version.number, "note": move.note[:LONGEST], "move": move.pk}
    words |= more.pop("words", {})
    path = reverse(page, args=[move.artifact_id])
    return News(
        f"move:{move.pk}", kind, people, path, by=move.by, artifact=move.artifact, at=move.at, words=words, **more
    )


def _close(move):
    """What this step answers is asked no more."""
    open_asks = Notice.objects.filter(artifact=move.artifact, kind__in=CLOSES.get(move.name, ()), at__lte=move.at)
    if move.name == "approve" and move.target == State.IN_REVIEW:
        open_asks = open_asks.filter(person=move.by)
    _end(open_asks, move.at)


def _end(asked, at):
    asked.filter(channel=Channel.INBOX, done_at=None).update(done_at=at, read_at=at)
    asked.filter(channel=Channel.MAIL, sent_at=None).update(archived_at=at)


def _asked(move):
    request = rounds.newest_request(move.artifact)
    if request is None or move.pk > request.move_id:
        return []
    is_over = request.move_id != move.pk or move.artifact.state != State.IN_REVIEW
    people = set(move.request.reviewers.values_list("user", flat=True))
    due = {"due": move.request.due and move.request.due.isoformat()}
    return [_about(move, Kind.REVIEW, people, words=due, is_over=is_over)]


def of_voided(pk) -> list[News]:
    """Whose approval was of a text that was edited since is asked again, in the notice that asked first."""
    artifact = Artifact.objects.select_related("approved", "latest").filter(pk=pk, state=State.IN_REVIEW).first()
    current = artifact and rounds.current(artifact)
    if current and current.request:
        void = [seat.user.pk for seat in current.seats if seat.is_void]
        asked = Notice.objects.filter(event=f"move:{current.request.move_id}", channel=Channel.INBOX, person__in=void)
        for notice in asked.exclude(done_at=None):
            _ask_again(notice, artifact)
    return []


def _ask_again(notice, artifact):
    notice.words |= {"again": True, "number": artifact.latest.number}
    notice.done_at = notice.read_at = notice.archived_at = None
    notice.save(update_fields=["words", "done_at", "read_at", "archived_at"])


def _returned(move):
    is_over = move.artifact.moves.filter(pk__gt=move.pk, name="submit").exists()
    return [_about(move, Kind.RETURNED, _writers(move), page="document_edit", is_over=is_over)]


def _approved(move):
    now_read = move.name == "publish" or (move.target == State.APPROVED and move.artifact.scheduled_id is None)
    words = {"step": "published" if now_read else "approved" if move.target == State.APPROVED else "counted"}
    return [_about(move, Kind.APPROVED, _writers(move), page="document", words=words)]


def _writers(move):
    asked = move.artifact.moves.filter(name="submit", pk__lt=move.pk).order_by("-pk").first()
    return {move.artifact.owner_id} | ({asked.by_id} if asked else set())


MOVES = {"submit": _asked, "send_back": _returned, "approve": _approved, "publish": _approved}
CLOSES = {
    "submit": (Kind.REVIEW, Kind.RETURNED),
    "withdraw": (Kind.REVIEW,),
    "send_back": (Kind.REVIEW,),
    "approve": (Kind.REVIEW,),
    "retire": (Kind.REVIEW, Kind.RETURNED),
}


# Discussion


def of_comment(pk) -> list[News]:
    comment = Comment.objects.select_related("artifact__owner", "author", "parent", "version").filter(pk=pk).first()
    if comment is None:
        return []
    mentioned = mentioned_in(comment.text)
    concerned = {comment.artifact.owner_id} | ({comment.parent.author_id} if comment.parent else set())
    return [
        _of_comment(comment, Kind.MENTION, mentioned),
        _of_comment(comment, Kind.COMMENT, concerned - mentioned),
    ]


def mentioned_in(text) -> set[int]:
    """Whom a text names: by a link, as the editor writes it, or by @ and the whole name."""
    members = Membership.objects.filter(workspace_id=tenancy.current()).values_list("user", "user__name")
    return people_named(text) | {pk for pk, name in members if name and re.search(rf"@{re.escape(name)}(?!\w)", text)}


def _of_comment(comment, kind, people):
    words = {"title": comment.artifact.title, "quote": comment.quote[:LONGEST], "note": comment.text[:LONGEST]}
    path = reverse("document", args=[comment.artifact_id]) + f"#comment-{comment.pk}"
    return News(
        f"comment:{comment.pk}", kind, people, path, by=comment.author, artifact=comment.artifact, at=comment.at,
        words=words,
    )  # fmt: skip


def of_text(pk) -> list[News]:
    """People whom an edit names in the document itself: once for each place, however often it is rewritten."""
    edit = Edit.objects.select_related("artifact", "author").filter(pk=pk).first()
    named = editing.newly_named(edit) if edit else {}
    return [_of_text(edit, path, pk) for path, people in named.items() for pk in people]


def _of_text(edit, path, person):
    words = {"title": edit.artifact.title, "quote": _around(person, edit.changes[path][1])}
    place = "/".join(path.split("/")[:2])  # an item is one place, whichever of its fields names somebody
    return News(
        f"text:{edit.artifact_id}:{place}"[:80], Kind.MENTION, {person},
        reverse("document", args=[edit.artifact_id]) + f"#{anchor(path)}",
        by=edit.author, artifact=edit.artifact, at=edit.at, words=words,
    )  # fmt: skip


def _around(person, value):
    """The block of a text that names this person, without the address."""
    texts = value.values() if isinstance(value, dict) else [value]
    blocks = (block for text in texts if isinstance(text, str) for block in text.split("\n"))
    block = next(block for block in blocks if person in people_named(block))
    return PERSON.sub(lambda link: link[0][1:].partition("]")[0], block).strip()[:LONGEST]


def of_suggestion(pk) -> list[News]:
    made = Suggestion.objects.select_related("artifact", "version", "author", "decided_by").filter(pk=pk).first()
    if made is None:
        return []
    words = {"title": made.version.title, "before": made.before[:LONGEST], "after": made.after[:LONGEST]}
    words |= {"note": made.note[:LONGEST]}
    about = {"path": reverse("document", args=[made.artifact_id]), "artifact": made.artifact}
    return [
        News(
            f"suggestion:{made.pk}", Kind.SUGGESTION, {made.artifact.owner_id}, by=made.author, at=made.at,
            words=words, is_over=made.decided_at is not None, **about,
        ),
        *_decision(made, words, about),
    ]  # fmt: skip


def _decision(made, words, about):
    if made.decided_at is None:
        return []
    words, event = words | {"decision": made.decision, "note": made.answer[:LONGEST]}, f"suggestion:{made.pk}:decided"
    return [News(event, Kind.DECIDED, {made.author_id}, by=made.decided_by, at=made.decided_at, words=words, **about)]


# Upkeep


def of_due(pk) -> list[News]:
    """A document that its owner should look at again: once for each period."""
    artifact = Artifact.objects.select_related("approved").filter(pk=pk).first()
    standing = artifact and verification.standing(artifact)
    if not standing or not standing.is_due:
        return []
    path, words = reverse("document", args=[pk]), {"title": artifact.approved.title, "number": artifact.approved.number}
    event = f"due:{pk}:{standing.due_on}"
    return [News(event, Kind.DUE, {artifact.owner_id}, path, artifact=artifact, words=words)]


def of_verified(pk) -> list[News]:
    """Somebody said that a text is still true: no news, but nobody is asked any more."""
    for artifact in Artifact.objects.filter(pk=pk):
        _settle(artifact)
    return []


def _settle(artifact):
    """Whether a text is still true is asked no more once it, or the text after it, was looked at."""
    standing = verification.standing(artifact)
    if standing is None or not standing.is_due:
        _end(Notice.objects.filter(artifact=artifact, kind=Kind.DUE), now())


def of_import(pk, person_id, name, state, new=0, rejected=0) -> list[News]:
    """A file of numbers that was stored, refused, or given up on."""
    words = {"title": name, "state": state, "new": new, "rejected": rejected}
    return [News(f"import:{pk}:{state}", Kind.IMPORT, {person_id}, reverse("import", args=[pk]), words=words)]


def of_audit(pk, person_id, count, note="") -> list[News]:
    """Numbers that were not what counting everything anew gave, with examples; each audit is told once."""
    words = {"count": count, "note": note}
    return [News(f"audit:{pk}", Kind.AUDIT, {person_id}, reverse("funnel"), words=words)]


TELLERS = {
    "move": of_move,
    "comment": of_comment,
    "suggestion": of_suggestion,
    "text": of_text,
    "voided": of_voided,
    "due": of_due,
    "verified": of_verified,
    "import": of_import,
    "audit": of_audit,
}
