"""One row for each piece of work that must not be lost."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from pmm_workspace.accounts.owned import InWorkspace, WorkspaceOwned

UNSEEN_FOR = timedelta(seconds=10)  # a new job's first message deserves a moment to arrive


class State(models.TextChoices):
    WAITING = "waiting", _("Waiting for a worker")
    RUNNING = "running", _("Running")
    DONE = "done", _("Done")
    FAILED = "failed", _("Failed")


OPEN = [State.WAITING, State.RUNNING]


class JobQuerySet(models.QuerySet):
    def open(self):
        """Not over: a worker is at it, or will be."""
        return self.filter(state__in=OPEN)

    def claimable(self):
        """Nobody works on these: never taken, or the taker has not been heard of."""
        lost = models.Q(state=State.RUNNING, lease_until__lt=now())
        return self.filter(models.Q(state=State.WAITING) | lost)

    def forgotten(self):
        """Claimable, and no longer because the first message is still on its way."""
        return self.claimable().filter(created_at__lt=now() - UNSEEN_FOR).order_by("created_at")


class Job(WorkspaceOwned):
    """What to do, who is at it until when, how far it is, and how it ended."""

    kind = models.CharField(max_length=60)
    arguments = models.JSONField(default=dict)
    state = models.CharField(max_length=7, choices=State, default=State.WAITING)
    attempt = models.PositiveSmallIntegerField(default=0)
    lease_until = models.DateTimeField(null=True)
    progress_done = models.PositiveBigIntegerField(default=0)
    progress_total = models.PositiveBigIntegerField(default=0)
    result = models.JSONField(default=dict)
    error = models.TextField(blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(default=now)
    finished_at = models.DateTimeField(null=True)

    objects = InWorkspace.from_queryset(JobQuerySet)()

    class Meta:
        indexes = [
            models.Index(
                fields=["workspace", "created_at"],
                condition=models.Q(state__in=OPEN),
                name="jobs_open",
            )
        ]

    def __str__(self):
        return f"{self.kind} {self.pk}: {self.state}"

    @property
    def is_open(self):
        return self.state in OPEN

    @property
    def percent(self):
        """How much is done, in whole percent; None while the whole is not known."""
        return min(100, self.progress_done * 100 // self.progress_total) if self.progress_total else None
