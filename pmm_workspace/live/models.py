"""The log of a document's live text, what it amounts to, and what of it was last said as Markdown."""

from django.conf import settings
from django.db import models
from django.utils.timezone import now

from pmm_workspace.accounts.owned import WorkspaceOwned
from pmm_workspace.artifacts.models import Artifact


class Live(WorkspaceOwned):
    """The Yjs document of one artifact: `state` is everything up to `compacted`, `Update` rows are the rest.

    Numbers count without a gap, so a reader who misses one knows it. The text up to `projected` is in a version.
    """

    artifact = models.OneToOneField(Artifact, on_delete=models.CASCADE, related_name="+")
    sequence = models.PositiveBigIntegerField(default=0)
    state = models.BinaryField(default=bytes)
    compacted = models.PositiveBigIntegerField(default=0)
    projected = models.PositiveBigIntegerField(default=0)
    revision = models.PositiveIntegerField(default=0, help_text="The newest revision that the live text knows.")
    touched_at = models.DateTimeField(default=now)

    def __str__(self):
        return f"live {self.artifact_id} at {self.sequence}"


class Update(WorkspaceOwned):
    """One acknowledged change by one person; None is the server, which brings in edits from elsewhere.

    It hangs on `Live` and not on the artifact, whose row is locked while somebody's edit is written: adding to the
    log waits for nobody.
    """

    live = models.ForeignKey(Live, on_delete=models.CASCADE, related_name="updates")
    number = models.PositiveBigIntegerField()
    data = models.BinaryField()
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=now)

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["live", "number"], name="live_update_number")]

    def __str__(self):
        return f"{self.live_id} #{self.number}"


class Text(WorkspaceOwned):
    """One long text when it was last reconciled: as the version had it, and as the Yjs document said it."""

    artifact = models.ForeignKey(Artifact, on_delete=models.CASCADE, related_name="+")
    path = models.CharField(max_length=160)
    written = models.TextField()
    live = models.TextField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["artifact", "path"], name="live_text_path")]

    def __str__(self):
        return f"{self.artifact_id} {self.path}"
