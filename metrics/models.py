"""The tables of the store: what was imported, from which file, and the values computed from it."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import models
from django.utils.timezone import now
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from pmm_workspace.accounts.owned import WorkspaceOwned
from pmm_workspace.jobs.models import Job

TOTAL = "*"  # the slice of everybody; "" is the slice of those nobody attributed


def activated() -> list[dict]:
    """What activates where nobody has said anything."""
    return [{"event": "activated", "times": 1}]


class FunnelSettings(WorkspaceOwned):
    """Which events mean what in this workspace, and how far its numbers reach."""

    class Unit(models.TextChoices):
        PERSON = "person", _("Person")
        ACCOUNT = "account", _("Account")

    class Match(models.TextChoices):
        ALL = "all", _("All of them")
        ANY = "any", _("Any of them")

    class Rhythm(models.TextChoices):
        MONTH = "month", _("Every month")
        QUARTER = "quarter", _("Every quarter")

    signup = models.CharField(_("sign-up"), max_length=100, default="signed_up")
    activation = models.JSONField(default=activated)  # [{"event": name, "times": at least so many}]
    activation_match = models.CharField(max_length=3, choices=Match, default=Match.ALL)
    activation_days = models.PositiveSmallIntegerField(default=7)  # full days in which people should activate
    activation_version = models.PositiveIntegerField(default=1, editable=False)
    trial = models.CharField(_("trial start"), max_length=100, default="trial_started")
    paid = models.CharField(_("paid"), max_length=100, default="subscribed")
    value_events = models.JSONField(_("value events"), default=list, blank=True)  # none: those that activate
    features = models.JSONField(_("features"), default=list, blank=True)  # events; none: the value events
    unit = models.CharField(_("unit"), max_length=7, choices=Unit, default=Unit.PERSON)
    gross_margin = models.DecimalField(_("gross margin"), max_digits=5, decimal_places=4, null=True, blank=True)
    through = models.DateField(null=True, editable=False)  # the last day with an event
    spend_through = models.DateField(null=True, editable=False)
    tallied_as = models.CharField(max_length=64, blank=True, editable=False)  # fingerprint of what tallies rest on
    tallied_at = models.DateTimeField(null=True, editable=False)
    clock = models.CharField(max_length=80, blank=True, editable=False)  # time zone and first weekday of the tallies
    currency = models.CharField(max_length=3, blank=True, editable=False)  # of the tallies
    versions = models.JSONField(default=dict, editable=False)  # of the metrics when the tallies were counted
    lake_version = models.PositiveBigIntegerField(default=0, editable=False)  # one more with every publication
    excluded_people = models.JSONField(_("test people"), default=list, blank=True)  # ids and e-mail addresses
    internal_domains = models.JSONField(_("internal e-mail domains"), default=list, blank=True)
    kept_from = models.DateField(null=True, editable=False)  # older events are dropped, their numbers stay as they were
    kept_months = models.PositiveSmallIntegerField(_("months that events are kept"), null=True, blank=True)
    review_every = models.CharField(max_length=7, choices=Rhythm, blank=True)  # none: the clock keeps no review

    class Meta:
        constraints = [models.UniqueConstraint(fields=["workspace"], name="one_funnel_settings")]

    def __str__(self):
        return f"{self.signup} → {self.trial} → {self.paid}"


class CriteriaVersion(WorkspaceOwned):
    """What activation was said to be, by whom and since when. The newest is what FunnelSettings say."""

    version = models.PositiveIntegerField()
    events = models.JSONField(default=list)
    match = models.CharField(max_length=3, choices=FunnelSettings.Match)
    days = models.PositiveSmallIntegerField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(default=now)

    class Meta:
        ordering = ["-version"]
        constraints = [models.UniqueConstraint(fields=["workspace", "version"], name="criteria_once")]

    def __str__(self):
        return f"{self.version}: {self.match} of {self.events} within {self.days} days"


class Redefinition(WorkspaceOwned):
    """What the numbers mean was changed, for all months at once. Activation has its own CriteriaVersion."""

    class What(models.TextChoices):
        STAGES = "stages", _("Stages of the funnel")
        LEFT_OUT = "left_out", _("Whom the numbers leave out")
        CLOCK = "clock", _("Time zone and first day of the week")
        METRICS = "metrics", _("Definitions of metrics")
        RATES = "rates", _("Exchange rates")
        CURRENCY = "currency", _("Currency")

    what = models.CharField(max_length=8, choices=What)
    said = models.JSONField(default=dict)  # the words that the mark beside the numbers names
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(default=now)

    class Meta:
        ordering = ["created_at", "pk"]
        indexes = [models.Index(fields=["workspace", "created_at"], name="redefinitions_by_day")]

    def __str__(self):
        return self.get_what_display()


class ImportRun(WorkspaceOwned):
    """One file (or one REST call) and what became of its rows."""

    class Kind(models.TextChoices):
        """The table that the file fills first."""

        EVENTS = "events", _("Events")
        SPEND = "spend", _("Spend")
        PEOPLE = "people", _("People")
        SUBSCRIPTIONS = "subscriptions", _("Subscriptions")
        MOVEMENTS = "movements", _("Revenue movements")
        PAYMENTS = "payments", _("Payments")
        DEALS = "deals", _("Deals")
        LEADS = "leads", _("Leads")

    class Source(models.TextChoices):
        FILE = "file", _("File")
        REST = "rest", _("REST")

    class State(models.TextChoices):
        COLUMNS = "columns", _("Columns to be chosen")
        CHECKING = "checking", _("Being checked")
        CHECKED = "checked", _("To be confirmed")
        STORING = "storing", _("Being stored")
        DONE = "done", _("Imported")
        REFUSED = "refused", _("Refused")
        DISCARDED = "discarded", _("Discarded")
        UNDONE = "undone", _("Undone")

    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    preset = models.CharField(_("source"), max_length=40, default="plain")  # the program that wrote the file
    source = models.CharField(max_length=4, choices=Source, default=Source.FILE)
    state = models.CharField(max_length=9, choices=State, default=State.COLUMNS)
    name = models.CharField(_("file"), max_length=200)
    size = models.PositiveBigIntegerField(default=0)
    sha256 = models.CharField(max_length=64, blank=True)

    encoding = models.CharField(_("encoding"), max_length=12, blank=True)
    delimiter = models.CharField(_("separator"), max_length=1, default=",")
    header_line = models.PositiveIntegerField(default=1)
    headings = models.JSONField(default=list)
    samples = models.JSONField(default=list)
    mapping = models.JSONField(default=dict)
    day_order = models.CharField(max_length=3, blank=True)
    decimal_mark = models.CharField(max_length=1, blank=True)
    amount_of = models.CharField(max_length=3, blank=True)  # of a subscription for several: "one" or "all" of them
    unclear = models.JSONField(default=dict)  # the question a person has to answer, with an example
    problem = models.JSONField(default=dict)  # why the file as a whole was refused

    read = models.PositiveIntegerField(default=0)
    new = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    duplicate = models.PositiveIntegerField(default=0)
    rejected = models.PositiveIntegerField(default=0)
    causes = models.JSONField(default=dict)
    left_out = models.JSONField(default=dict)  # rows by the rule that leaves them out: totals, test data, …
    first_day = models.DateField(null=True)
    last_day = models.DateField(null=True)

    job = models.ForeignKey(Job, on_delete=models.SET_NULL, null=True, related_name="+")
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(default=now)
    finished_at = models.DateTimeField(null=True)
    position = models.PositiveBigIntegerField(null=True)  # the lake's version that it became; none: no rows
    replaces = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, related_name="replaced_by")
    undone_at = models.DateTimeField(null=True)
    undone_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering = ["-created_at", "-pk"]
        indexes = [models.Index(fields=["workspace", "-created_at"], name="imports_newest")]

    def __str__(self):
        return self.name

    @property
    def is_in_lake(self):
        return self.state == self.State.DONE and self.position is not None

    @property
    def is_being_undone(self):
        return self.state == self.State.DONE and self.undone_by_id is not None

    @property
    def accepted(self):
        return self.new + self.changed + self.duplicate


class UploadPart(WorkspaceOwned):
    """A piece of an uploaded file, or a record of it as a person corrected it, until it is imported."""

    run = models.ForeignKey(ImportRun, on_delete=models.CASCADE, related_name="parts")
    number = models.PositiveIntegerField()
    content = models.BinaryField()  # of a record: its cells as JSON
    record = models.PositiveIntegerField(null=True)  # the first line of the record that this replaces
    is_checked = models.BooleanField(default=False)  # of a record: the preview knows it

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["run", "number"], condition=models.Q(record=None), name="one_part"),
            models.UniqueConstraint(fields=["run", "record"], name="one_correction"),
        ]


class ImportReject(WorkspaceOwned):
    """A row that was not taken, with its place and the reason."""

    run = models.ForeignKey(ImportRun, on_delete=models.CASCADE, related_name="rejects")
    line = models.PositiveIntegerField()
    column = models.CharField(max_length=20, blank=True)
    value = models.CharField(max_length=200, blank=True)
    code = models.CharField(max_length=30)
    details = models.JSONField(default=dict)
    cells = models.JSONField(default=list)

    class Meta:
        ordering = ["line"]


class Question(WorkspaceOwned):
    """What somebody wants to know before they decide, of one state of the numbers. The job's result is the answer."""

    key = models.CharField(max_length=64)  # tells what was asked, and of which state
    name = models.CharField(max_length=20)
    asked = models.JSONField(default=dict)  # only until it is answered
    job = models.ForeignKey(Job, on_delete=models.CASCADE, null=True, related_name="+")
    created_at = models.DateTimeField(default=now)
    asked_at = models.DateTimeField(default=now)  # last, while it is open

    class Meta:
        constraints = [models.UniqueConstraint(fields=["workspace", "key"], name="question_once")]


class Tally(WorkspaceOwned):
    """One measure of one period and slice: a whole number that adds up over slices, people and imports."""

    # Written a million at a time under the workspace's lock: a look at its row for each would take half of the time, a
    # number of its own that nobody asks for a third of the rest.
    pk = models.CompositePrimaryKey("workspace", "measure", "period", "n", "channel", "segment", "plan", "product")
    workspace = models.ForeignKey(
        "accounts.Workspace", on_delete=models.CASCADE, editable=False, db_constraint=False, db_index=False
    )
    # by channel alone it has a longer name; in the order of its bytes, so that names are found by how they begin
    measure = models.CharField(max_length=130, db_collation="C")
    period = models.DateField()  # a day, or the first day of the week or month, as the measure says
    n = models.IntegerField(default=0)  # e.g. the day of a cohort's life
    channel = models.CharField(max_length=100, blank=True)
    segment = models.CharField(max_length=100, blank=True)
    plan = models.CharField(max_length=100, blank=True)
    product = models.CharField(max_length=100, blank=True)
    value = models.BigIntegerField()  # in no index, so that a difference is added in its place
    is_filled_at_once = True


class LakeFile(WorkspaceOwned):
    """A Parquet file of accepted rows. Only a file with a live row here is ever read."""

    class State(models.TextChoices):
        LIVE = "live", _("Live")
        SHADOW = "shadow", _("Known already from another import")
        DEAD = "dead", _("No longer read")

    run = models.ForeignKey(ImportRun, on_delete=models.PROTECT, related_name="files", null=True)  # none: see its rows
    table = models.CharField(max_length=20)
    state = models.CharField(max_length=6, choices=State, default=State.LIVE)
    position = models.PositiveBigIntegerField(default=0)  # the lake's version that its import became
    path = models.CharField(max_length=200)
    rows = models.PositiveBigIntegerField()
    bytes = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    month = models.DateField(null=True)
    first_day = models.DateField(null=True)
    last_day = models.DateField(null=True)
    first_person = models.BigIntegerField(null=True)
    last_person = models.BigIntegerField(null=True)
    died_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["workspace", "path"], name="lake_path_once")]
        indexes = [models.Index(fields=["workspace", "table", "state", "month"], name="lake_files")]


class ExchangeRate(WorkspaceOwned):
    """What one unit of a currency is worth in the workspace's own, from this day until the next rate."""

    day = models.DateField(_("from"))
    currency = models.CharField(_("currency"), max_length=3)
    rate = models.DecimalField(_("rate"), max_digits=18, decimal_places=8)

    class Meta:
        ordering = ["currency", "-day"]
        constraints = [
            models.UniqueConstraint(fields=["workspace", "currency", "day"], name="rate_once"),
            models.CheckConstraint(condition=models.Q(rate__gt=0), name="rate_above_nothing"),
        ]

    def __str__(self):
        return f"1 {self.currency} = {self.rate.normalize():f} ({self.day})"


class Erasure(WorkspaceOwned):
    """The receipt for erasing a person: how much, when and for whom; who it was is forgotten with them."""

    subject = models.CharField(_("id or e-mail address"), max_length=320, blank=True)  # only until it is done
    counts = models.JSONField(default=dict)
    job = models.ForeignKey(Job, on_delete=models.SET_NULL, null=True, related_name="+")
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(default=now)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-created_at"]


class Review(WorkspaceOwned):
    """The numbers of a review as they were told on its day, so that it can be read again."""

    day = models.DateField()
    through = models.DateField(null=True)  # the last day of data
    values = models.JSONField(default=list)  # what readout.reviews.values told
    currency = models.CharField(max_length=3)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    closes = models.DateField(null=True)  # the last day of the month or quarter of which the clock kept it
    created_at = models.DateTimeField(default=now)

    class Meta:
        ordering = ["-created_at", "-pk"]
        indexes = [models.Index(fields=["workspace", "-created_at"], name="reviews_newest")]
        constraints = [models.UniqueConstraint(fields=["workspace", "closes"], name="one_review_by_the_clock")]

    def __str__(self):
        return f"{self.day}"

    @property
    def kept_at(self) -> datetime:
        """Its day and the time of day by the workspace's clock, which tells apart those of one day."""
        return datetime.combine(self.day, self.created_at.astimezone(ZoneInfo(self.workspace.timezone)).time())

    @property
    def keeper(self) -> str:
        """Who kept it, in words; a person may be here no more."""
        return gettext("the clock") if self.closes else str(self.by or "–")


class Annotation(WorkspaceOwned):
    """What somebody wants to be seen beside the numbers of a day."""

    day = models.DateField(_("day"))
    text = models.CharField(_("what happened"), max_length=120)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(default=now)

    class Meta:
        ordering = ["day", "pk"]
        indexes = [models.Index(fields=["workspace", "day"], name="annotations_by_day")]

    def __str__(self):
        return self.text
