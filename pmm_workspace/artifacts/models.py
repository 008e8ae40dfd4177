"""The rows under every document: header, versions, edits, items, moves and comments."""

import uuid

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

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
    scheduled = models.ForeignKey("Version", on_delete=models.SET_NULL, null=True, related_name="+", editable=False)
    publish_at = models.DateTimeField(null=True, editable=False)
    verified_at = models.DateTimeField(null=True, editable=False)
    verified_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+", editable=False
    )
    created_at = models.DateTimeField(default=now, editable=False)
    updated_at = models.DateTimeField(default=now, editable=False)

    key = ""  # the letter after g and n that goes to a kind's list and begins one of it
    verification_period = 90  # days for which a kind's text is taken to be true without anybody saying so
    when_expired = ""  # a kind's own warning after that
    meaning: tuple[str, ...] = ()  # the fields that others rely on; every text and every list when none is named
    tells_figures = False  # what it says of itself is a number, which only those read who see metrics
    quoted = ""  # the field whose words a line takes over when it names this document; its title when there is none
    example: dict | None = None  # a filled document to begin from, as changes to an empty one

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

    @classmethod
    def beside(cls, artifact, content, *, hides_drafts, hides_figures):
        """What a page shows of a document that is not in it: a value. A kept page is old when it differs.

        Who reads no drafts is told nothing of them, and who sees no metrics no figures.
        """

    @classmethod
    def avoided(cls, content) -> list[tuple[str, str]]:
        """The words that a document asks others to avoid, each with its reason."""
        return []

    @classmethod
    def conditions(cls, documents) -> dict:
        """What is wrong with documents of this kind by themselves: {pk: (freshness.State, why)} of {pk: Document}."""
        return {}

    @classmethod
    def told(cls, documents, since=None) -> dict[int, str]:
        """What a trace says of documents of this kind beside their titles, and what moved since that moment.

        {pk: sentence} of {pk: Document}.
        """
        return {}

    def save(self, **options):
        self.kind = self.kind or self._meta.model_name
        super().save(**options)


class VersionRows(models.QuerySet):
    def pin(self) -> None:
        """From now on these never change: somebody has relied on them."""
        self.filter(is_open=True).update(is_open=False)


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
    fingerprint = models.CharField(
        max_length=64, blank=True, help_text="Of what the text means: what others accepted when they built on it."
    )
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    note = models.CharField(max_length=200, blank=True)
    name = models.CharField(_("name"), max_length=80, blank=True)
    is_open = models.BooleanField(default=True)
    created_at = models.DateTimeField(default=now)
    updated_at = models.DateTimeField(default=now)

    objects = InWorkspace.from_queryset(VersionRows)()
    everywhere = models.Manager()

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
    """A line of a list in a document. Subclasses call their foreign key to the kind `artifact`.

    One that is `quoted` can be named by lines elsewhere, by itself: not the document, but this one thing in it.
    """

    key = models.CharField(max_length=36, editable=False)
    position = models.PositiveIntegerField(default=0, editable=False)
    audience = models.CharField(_("audience"), max_length=9, choices=Audience, default=Audience.INTERNAL)

    quoted = ""  # the field whose words a line takes over when it names this item; no item is offered without one
    relied_on: tuple[str, ...] = ()  # the fields that such lines rely on; all that a person fills in when none is named

    class Meta:
        abstract = True
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["artifact", "key"], name="%(app_label)s_%(class)s_key")]

    def __str__(self):
        return f"{self._meta.verbose_name} {self.key}"

    @classmethod
    def wrong_with(cls, row):
        """What is wrong with an item (a document.Row) by itself: (freshness.State, why), or nothing."""

    @classmethod
    def told_of(cls, row) -> str:
        """What a trace says of an item beside its words."""
        return ""


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
    parent = models.ForeignKey("self", on_delete=models.CASCADE, null=True, blank=True, related_name="replies")
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


class Reaction(WorkspaceOwned):
    """One person's one mark under a comment."""

    comment = models.ForeignKey(Comment, on_delete=models.CASCADE, related_name="reactions")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    mark = models.CharField(max_length=12)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["comment", "user", "mark"], name="reaction_once")]

    def __str__(self):
        return self.mark


class Suggestion(WorkspaceOwned):
    """Another wording for one place, proposed by somebody who need not be allowed to edit."""

    class Decision(models.TextChoices):
        OPEN = "open", pgettext_lazy("not decided", "Open")
        ACCEPTED = "accepted", _("Accepted")
        REJECTED = "rejected", _("Rejected")

    artifact = models.ForeignKey(Artifact, on_delete=models.CASCADE, related_name="suggestions")
    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="+")
    path = models.CharField(max_length=160)
    before = models.TextField(blank=True)
    after = models.TextField(blank=True)
    note = models.TextField(blank=True, max_length=2000)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=now)
    decision = models.CharField(max_length=8, choices=Decision, default=Decision.OPEN)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    answer = models.TextField(blank=True, max_length=2000)

    class Meta:
        ordering = ["pk"]

    def __str__(self):
        return f"{self.path}: {self.after[:60]}"


class ReviewRequest(WorkspaceOwned):
    """Who was asked to review, until when, and why. The newest one of a document is in force."""

    artifact = models.ForeignKey(Artifact, on_delete=models.CASCADE, related_name="review_requests")
    move = models.OneToOneField(Move, on_delete=models.CASCADE, related_name="request")
    due = models.DateField(_("due"), null=True, blank=True)

    class Meta:
        ordering = ["-pk"]

    def __str__(self):
        return f"review of {self.artifact_id}"


class Reviewer(WorkspaceOwned):
    """A person who was asked, and the revision that they approved, if they did."""

    request = models.ForeignKey(ReviewRequest, on_delete=models.CASCADE, related_name="reviewers")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    approved_revision = models.PositiveIntegerField(null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["request", "user"], name="asked_once")]

    def __str__(self):
        return str(self.user)


class Verification(WorkspaceOwned):
    """Somebody said of an exact version that it is still true. Not the same as editing it."""

    artifact = models.ForeignKey(Artifact, on_delete=models.CASCADE, related_name="verifications")
    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=now)
    note = models.TextField(blank=True, max_length=2000)

    class Meta:
        ordering = ["-pk"]

    def __str__(self):
        return f"v{self.version_id} still true"


class Reading(WorkspaceOwned):
    """Somebody read this document on this day; once a day, however often."""

    artifact = models.ForeignKey(Artifact, on_delete=models.CASCADE, related_name="readings")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    day = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["artifact", "user", "day"], name="read_once_a_day")]

    def __str__(self):
        return f"{self.artifact_id} {self.day}"


class Link(WorkspaceOwned):
    """A place in one document that stands on another, or on one item of it, and the text of it that was accepted there.

    It is kept when the place lets go, so that what comes back is not taken for newly accepted.
    """

    TEXT = "text"  # the role of a reference inside a text; any other is the name of a References field

    source = models.ForeignKey(Artifact, on_delete=models.CASCADE, related_name="links")
    path = models.CharField(max_length=160)
    role = models.CharField(max_length=40)
    target = models.ForeignKey(Artifact, on_delete=models.PROTECT, related_name="uses")
    item = models.CharField(
        max_length=100, blank=True, help_text="The path of the item that is meant; empty: all of it."
    )
    in_draft = models.BooleanField(default=False, help_text="The newest text of the source has it.")
    in_approved = models.BooleanField(default=False, help_text="The text that readers have has it.")
    accepted = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=now)
    note = models.TextField(blank=True, max_length=2000)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["source", "path", "target", "item"], name="link_once")]

    def __str__(self):
        return f"{self.source_id} {self.path} → {self.target_id}"


class Acceptance(WorkspaceOwned):
    """Somebody said why a line is still true though what it stands on has changed."""

    link = models.ForeignKey(Link, on_delete=models.CASCADE, related_name="acceptances")
    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=now)
    note = models.TextField(max_length=2000)

    class Meta:
        ordering = ["-pk"]

    def __str__(self):
        return self.note[:60]


class Template(WorkspaceOwned):
    """A filled document to begin others from. `content` has the shape of a version's."""

    kind = models.CharField(max_length=40)
    name = models.CharField(_("name"), max_length=120)
    content = models.JSONField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=now)

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["workspace", "kind", "name"], name="template_name")]

    def __str__(self):
        return self.name


class SearchEntry(WorkspaceOwned):
    """What search knows of a document: one entry for its newest text, one for the text that readers have."""

    class Side(models.TextChoices):
        DRAFT = "draft", _("Newest")
        APPROVED = "approved", _("Approved")

    artifact = models.ForeignKey(Artifact, on_delete=models.CASCADE, related_name="search_entries")
    side = models.CharField(max_length=8, choices=Side)
    title = models.TextField()
    text = models.TextField()
    vector = SearchVectorField()
    trigrams = models.TextField(blank=True, help_text="Words for lookups that forgive a typo.")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["artifact", "side"], name="search_entry_side")]
        indexes = [GinIndex(fields=["vector"], name="search_vector")]

    def __str__(self):
        return self.title


class SearchWord(WorkspaceOwned):
    """A word that some document of the workspace has: what a mistyped one may have meant."""

    word = models.CharField(max_length=60)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["workspace", "word"], name="search_word_once")]
        indexes = [GinIndex(fields=["word"], opclasses=["gin_trgm_ops"], name="search_word_trigrams")]

    def __str__(self):
        return self.word
