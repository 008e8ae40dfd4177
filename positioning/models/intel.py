"""What somebody saw or heard of a competitor, before anybody has judged it."""

from django.conf import settings
from django.db import models
from django.utils.timezone import localdate, now
from django.utils.translation import gettext_lazy as _

from pmm_workspace.accounts.owned import WorkspaceOwned
from pmm_workspace.artifacts.models import Artifact
from positioning.models.competitor import Confidence, SourceType


class IntelItem(WorkspaceOwned):
    """A raw observation. Triage makes it a fact of a competitor or dismisses it with a reason."""

    class State(models.TextChoices):
        NEW = "new", _("New")
        KEPT = "kept", _("Kept")
        DISMISSED = "dismissed", _("Dismissed")

    text = models.TextField(
        _("what you saw or heard"), max_length=2000, help_text=_("One observation, as it was: a quote beats a summary.")
    )
    source = models.CharField(_("source"), max_length=240, help_text=_("Which page, person or document says so."))
    source_type = models.CharField(_("kind of source"), max_length=20, choices=SourceType, default=SourceType.OTHER)
    link = models.URLField(_("link"), max_length=500, blank=True)
    seen_on = models.DateField(_("seen on"), default=localdate)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.NEW)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=now)
    competitor = models.ForeignKey(Artifact, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    confidence = models.CharField(_("confidence"), max_length=10, choices=Confidence, blank=True)
    reason = models.CharField(_("reason"), max_length=240, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-pk"]
        indexes = [models.Index(fields=["workspace", "state", "-id"], name="intel_by_state")]

    def __str__(self):
        return self.text[:60]
