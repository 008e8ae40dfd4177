"""One row for each event, person and channel: telling the same thing twice leaves one notice and one mail."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from pmm_workspace.accounts.owned import InWorkspace, WorkspaceOwned
from pmm_workspace.artifacts.models import Artifact


class Kind(models.TextChoices):
    REVIEW = "review", _("Reviews asked of me")
    RETURNED = "returned", _("Documents returned to me")
    MENTION = "mention", _("Mentions of me")
    APPROVED = "approved", _("Approvals of my documents")
    COMMENT = "comment", _("Comments on my documents")
    SUGGESTION = "suggestion", _("Suggestions for my documents")
    DECIDED = "decided", _("Decisions on my suggestions")
    DUE = "due", _("Documents to verify")
    IMPORT = "import", _("Imports that ended")
    AUDIT = "audit", _("Numbers that did not add up")


ASKS = frozenset({Kind.REVIEW, Kind.RETURNED, Kind.MENTION})  # somebody waits for an answer


class Channel(models.TextChoices):
    INBOX = "inbox", _("Inbox")
    MAIL = "mail", _("Mail")


class Notices(models.QuerySet):
    def of(self, person):
        """What is in this person's inbox, archived or not."""
        return self.filter(person=person, channel=Channel.INBOX)

    def current(self):
        """Neither put away nor asleep."""
        return self.filter(archived_at=None).exclude(snoozed_until__gt=now())

    def unread(self):
        return self.current().filter(read_at=None)

    def asks(self):
        """What somebody waits for, until it is done."""
        return self.filter(kind__in=ASKS, done_at=None)

    def to_mail(self):
        """Mail that is due and has neither left nor become needless."""
        return self.filter(channel=Channel.MAIL, sent_at=None, archived_at=None, due_at__lte=now())


class Notice(WorkspaceOwned):
    """Something that one person is told in one way. `event` names what happened: `move:12`, `comment:5`."""

    event = models.CharField(max_length=80)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    channel = models.CharField(max_length=5, choices=Channel, default=Channel.INBOX)
    kind = models.CharField(max_length=10, choices=Kind)
    artifact = models.ForeignKey(Artifact, on_delete=models.CASCADE, null=True, related_name="+")
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    words = models.JSONField(default=dict, help_text="What the sentence is made of: title, number, note, quote…")
    path = models.CharField(max_length=200, help_text="The address of the page on which it is dealt with.")
    at = models.DateTimeField(default=now)

    read_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True, help_text="When what it asked was answered, by whomever.")
    archived_at = models.DateTimeField(null=True)
    snoozed_until = models.DateTimeField(null=True)

    due_at = models.DateTimeField(null=True, help_text="When this mail may leave.")
    sent_at = models.DateTimeField(null=True)

    objects = InWorkspace.from_queryset(Notices)()

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["workspace", "event", "person", "channel"], name="told_once"),
        ]
        indexes = [
            models.Index(fields=["workspace", "person", "-at"], condition=Q(channel="inbox"), name="inbox_newest"),
            models.Index(fields=["workspace", "due_at"], condition=Q(channel="mail", sent_at=None), name="mail_due"),
        ]

    def __str__(self):
        return f"{self.event} to {self.person_id} by {self.channel}"

    @property
    def is_ask(self):
        return self.kind in ASKS and self.done_at is None


class Mailing(models.TextChoices):
    AT_ONCE = "now", _("At once")
    DAILY = "daily", _("Once a day")
    NEVER = "never", _("Never")


class Preference(WorkspaceOwned):
    """How somebody wants to get one kind of notice by mail, where that differs from the default."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind)
    mailing = models.CharField(max_length=5, choices=Mailing)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["workspace", "person", "kind"], name="one_preference")]

    def __str__(self):
        return f"{self.kind}: {self.mailing}"
