"""The rows under every document: header, versions, edits, items, moves and comments."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from pmm_workspace.accounts.access import may
from pmm_workspace.accounts.models import Product
from pmm_workspace.accounts.owned import InWorkspace, WorkspaceOwned


class State(models.TextChoices):
    DRAFT = "draft", _("Draft")
    IN_REVIEW = "in_review", _("In review")
    APPROVED = "approved", _("Approved")
    RETIRED = "retired", _("Retired")


class ArtifactRows(models.QuerySet):
    def visible_to(self, user):
        """The one row filter, for pages and REST alike: without drafts for those who may not see them."""
        if may(user, "read drafts"):
            return self
        return self.filter(approved__isnull=False).exclude(state=State.RETIRED) if may(user, "read") else self.none()

    def with_versions(self):
        return self.select_related("latest", "approved", "product", "owner")


class Artifact(WorkspaceOwned):
    """The thin header that every document of every kind shares. A kind extends it."""

    kind = models.CharField(max_length=40, editable=False)
    product = models.ForeignKey(Product, on_delete=models.PROTECT, null=True, blank=True, verbose_name=_("product"))
    title = models.CharField(_("title"), max_length=160)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", editable=False)
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT, editable=False)
    language = models.CharField(_("language"), max_length=10, choices=settings.LANGUAGES, default="en")
    revision = models.PositiveIntegerField(default=0, editable=False)
    latest = models.ForeignKey("Version", on_delete=models.SET_NULL, null=True, related_name="+", editable=False)
    approved = models.ForeignKey("Version", on_delete=models.SET_NULL, null=True, related_name="+", editable=False)
    verified_at = models.DateTimeField(null=True, editable=False)
    created_at = models.DateTimeField(default=now, editable=False)
    updated_at = models.DateTimeField(default=now, editable=False)

    do_not_call_in_templates = True  # a kind in a template is the class, not a new document

    objects = InWorkspace.from_queryset(ArtifactRows)()
    everywhere = models.Manager()

    class Meta:
        ordering = ["-updated_at"]
        indexes = [
            models.Index(fields=["workspace", "kind", "-updated_at"], name="newest_of_a_kind"),
            models.Index(fields=["workspace", "-updated_at"], name="newest"),
        ]

    def __str__(self):
        return self.title

    def save(self, **options):
        self.kind = self.kind or self._meta.model_name
        super().save(**options)


class Version(WorkspaceOwned):
    """A document as it was: the whole content as JSON, numbered. See `document.py` for its shape.

    `revision` is the last edit that it holds. While it `is_open`, the same person's next edits within
    five minutes go into it; from then on it never changes.
    """

    artifact = models.ForeignKey(Artifact, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    revision = models.PositiveIntegerField()
    title = models.CharField(max_length=160)
    content = models.JSONField()
    search_text = models.TextField()
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    note = models.CharField(max_length=200, blank=True)
    is_open = models.BooleanField(default=True)
    created_at = models.DateTimeField(default=now)
    updated_at = models.DateTimeField(default=now)

    class Meta:
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["artifact", "number"], name="version_number")]

    def __str__(self):
        return f"{self.title} v{self.number}"


class Edit(WorkspaceOwned):
    """One acknowledged save: which paths became what, by whom. Sending the same `op_id` again adds nothing."""

    op_id = models.UUIDField(default=uuid.uuid4)
    artifact = models.ForeignKey(Artifact, on_delete=models.CASCADE, related_name="edits")
    version = models.ForeignKey(Version, on_delete=models.SET_NULL, null=True, related_name="+")
    revision = models.PositiveIntegerField()
    changes = models.JSONField(help_text="{path: [before, after]}")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=now)

    class Meta:
        ordering = ["-revision"]
        constraints = [
            models.UniqueConstraint(fields=["workspace", "op_id"], name="edit_once"),
            models.UniqueConstraint(fields=["artifact", "revision"], name="edit_revision"),
        ]

    def __str__(self):
        return f"{self.artifact_id} r{self.revision}"


class Audience(models.TextChoices):
    INTERNAL = "internal", _("Internal")
    SHAREABLE = "shareable", _("Safe to share")


class Item(WorkspaceOwned):
    """A line of a list in a document. Subclasses call their foreign key to the kind `artifact`."""

    key = models.CharField(max_length=36, editable=False)
    position = models.PositiveIntegerField(default=0, editable=False)
    audience = models.CharField(_("audience"), max_length=9, choices=Audience, default=Audience.INTERNAL)

    class Meta:
        abstract = True
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["artifact", "key"], name="%(app_label)s_%(class)s_key")]

    def __str__(self):
        return f"{self._meta.verbose_name} {self.key}"


class Move(WorkspaceOwned):
    """A step in review: who moved which exact version from which state to which, and why."""

    artifact = models.ForeignKey(Artifact, on_delete=models.CASCADE, related_name="moves")
    name = models.CharField(max_length=12)
    source = models.CharField(max_length=10, choices=State)
    target = models.CharField(max_length=10, choices=State)
    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=now)
    note = models.TextField(blank=True)

    class Meta:
        ordering = ["-pk"]

    def __str__(self):
        return f"{self.name} v{self.version_id}"


class Comment(WorkspaceOwned):
    """A remark on a field or an item of one version; `path` is empty for the whole document."""

    artifact = models.ForeignKey(Artifact, on_delete=models.CASCADE, related_name="comments")
    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="+")
    path = models.CharField(max_length=160, blank=True)
    quote = models.TextField(blank=True)
    text = models.TextField(_("comment"), max_length=5000)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=now)
    resolved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    resolved_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self):
        return self.text[:60]
