"""Mail: each ask by itself and at once, everything else together. A row is marked in the transaction that sends it."""

import logging
from datetime import timedelta
from email.headerregistry import Address
from hashlib import sha256
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from pmm_workspace.accounts.models import User, Workspace
from pmm_workspace.artifacts import diff, document, kinds, verification
from pmm_workspace.artifacts.models import Move
from pmm_workspace.common import tenancy
from pmm_workspace.jobs.models import Job, State
from pmm_workspace.jobs.queue import enqueue
from pmm_workspace.notices import preferences
from pmm_workspace.notices.models import ASKS, Channel, Kind, Notice
from pmm_workspace.notices.wording import act, sentence

logger = logging.getLogger(__name__)

BREATH = timedelta(minutes=10)  # after a server refused three times
MOST_CHANGES = 6  # of a document, in a mail
MOST_LINES = 40  # of a digest


def post_everywhere() -> int:
    """Put in line the mail of everybody for whom some is due; how many people that were."""
    return sum(_post(pk) for pk in Workspace.objects.values_list("pk", flat=True))


def _post(workspace_id):
    with tenancy.inside(workspace_id):
        people = set(Notice.objects.to_mail().values_list("person", flat=True)) - _in_line()
        for person_id in sorted(people):
            enqueue("notices.mail", person_id=person_id)
        return len(people)


def _in_line():
    """Whose mail is being sent already, or was just given up on."""
    jobs = Job.objects.filter(kind="notices.mail")
    known = jobs.open() | jobs.filter(state=State.FAILED, finished_at__gt=now() - BREATH)
    return {job.arguments["person_id"] for job in known}


def mail(person_id: int) -> int:
    """Send what is due for one person; how many mails left. What a server refuses stays due."""
    person = User.objects.get(pk=person_id)
    asks = Notice.objects.to_mail().filter(person=person, kind__in=ASKS).order_by("at")
    sent = sum(_send(person, [pk]) for pk in asks.values_list("pk", flat=True))
    others = Notice.objects.to_mail().filter(person=person).exclude(kind__in=ASKS).order_by("at")
    return sent + _send(person, list(others.values_list("pk", flat=True)))


@transaction.atomic
def _send(person, keys) -> int:
    """One mail about these notices. Another worker that is at them has them locked."""
    rows = Notice.objects.to_mail().filter(pk__in=keys).select_related("artifact", "actor", "person", "workspace")
    rows = list(rows.select_for_update(of=("self",), skip_locked=True).order_by("at"))
    news = _still_news(person, rows)
    if not news:
        return 0
    Notice.objects.filter(pk__in=[row.pk for row in news]).update(sent_at=now())
    with translation.override(person.language), timezone.override(ZoneInfo(person.timezone)):
        message(person, news).send()
    return 1


def _still_news(person, rows):
    """What was read in the inbox meanwhile needs no mail; nor does somebody who left."""
    events = [row.event for row in rows]
    dealt_with = Notice.objects.of(person).filter(event__in=events).exclude(read_at=None, archived_at=None)
    known = set(dealt_with.values_list("event", flat=True))
    if not person.is_active or not person.memberships.filter(workspace=tenancy.current()).exists():
        known = set(events)
    needless = [row.pk for row in rows if row.event in known]
    Notice.objects.filter(pk__in=needless).update(archived_at=now())
    return [row for row in rows if row.event not in known]


def message(person, news) -> EmailMultiAlternatives:
    """The mail about these notices, in the language that is active."""
    is_ask = news[0].kind in ASKS
    context = _ask(news[0]) if is_ask else _digest(news)
    kinds_told = list(dict.fromkeys(Kind(row.kind) for row in news))
    switches = [{"label": kind.label, "url": _switch(person, kind)} for kind in kinds_told]
    context |= {
        "person": person,
        "workspace": news[0].workspace,
        "switches": switches,
        "preferences": absolute(reverse("settings_mail")),
        "language": translation.get_language(),
    }
    return _made(person, context, headers=_headers(news, switches))


def _ask(notice):
    path = reverse("notice_open", args=[_inbox_row(notice)])
    changes, more = _changes(notice)
    return {
        "subject": sentence(notice),
        "lines": [_line(notice)],
        "changes": changes,
        "more_changes": more,
        "button": act(notice.kind),
        "url": absolute(path),
    }


def _digest(news):
    count = len(news)
    subject = sentence(news[0]) if count == 1 else ngettext(
        "%(count)d piece of news from %(workspace)s", "%(count)d pieces of news from %(workspace)s", count
    ) % {"count": count, "workspace": news[0].workspace.name}  # fmt: skip
    lines = [_line(notice) for notice in news[:MOST_LINES]]
    return {"subject": subject, "lines": lines, "button": _("Open the inbox"), "url": absolute(reverse("inbox"))}


def _line(notice):
    return {
        "sentence": sentence(notice),
        "url": absolute(reverse("notice_open", args=[_inbox_row(notice)])),
        "at": notice.at,
        "quote": notice.words.get("quote", ""),
        "note": notice.words.get("note", ""),
        "due": notice.words.get("due"),
        "verify": _verify(notice),
        "words": diff.words(notice.words["before"], notice.words["after"]) if "before" in notice.words else (),
    }


def _verify(notice):
    """Where one click says that the text is still true."""
    if notice.kind != Kind.DUE or notice.artifact is None:
        return ""
    return absolute(verification.signed_link(notice.artifact, notice.person))


def _inbox_row(notice):
    rows = Notice.objects.filter(event=notice.event, person=notice.person_id, channel=Channel.INBOX)
    return rows.values_list("pk", flat=True).first() or 0


def _changes(notice):
    """What the reviewer is asked about: the changes since the approved version, the first few of them."""
    move = Move.objects.select_related("version", "artifact__approved").filter(pk=notice.words.get("move")).first()
    if notice.kind != Kind.REVIEW or move is None:
        return [], 0
    model = kinds.kind(move.artifact.kind)
    approved = move.artifact.approved.content if move.artifact.approved else {}
    found = diff.between(document.parse(model, approved), document.parse(model, move.version.content))
    return found[:MOST_CHANGES], max(len(found) - MOST_CHANGES, 0)


def absolute(path) -> str:
    return f"{settings.SITE_URL.rstrip('/')}{path}"


def _switch(person, kind):
    return absolute(reverse("notices_off", args=[preferences.off_switch(person, kind)]))


def _headers(news, switches):
    """The id follows from what is told, so that a mail that left twice is one to the reader's mail program."""
    told = "|".join(f"{row.workspace_id} {row.event} {row.person_id}" for row in news)
    host = urlsplit(settings.SITE_URL).hostname or "localhost"
    return {
        "Message-ID": f"<{sha256(told.encode()).hexdigest()[:32]}@{host}>",
        "List-Unsubscribe": f"<{switches[0]['url']}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        "Auto-Submitted": "auto-generated",
        "Content-Language": translation.get_language(),
    }


def _made(person, context, *, headers):
    text = render_to_string("notices/mail.txt", context)
    made = EmailMultiAlternatives(context["subject"][:200], text, to=[_address(person)], headers=headers)
    made.attach_alternative(render_to_string("notices/mail.html", context), "text/html")
    return made


def _address(person):
    return str(Address(display_name=person.name, addr_spec=person.email))
