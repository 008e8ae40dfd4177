"""What customers could do instead of buying from us, in facts that somebody has seen."""

from datetime import timedelta

from django.db import models
from django.utils.formats import date_format
from django.utils.timezone import localdate
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from pmm_workspace.artifacts import freshness
from pmm_workspace.artifacts.budgets import Budget
from pmm_workspace.artifacts.completeness import DRAFT, Count, Each, Filled, WithinBudget
from pmm_workspace.artifacts.models import Artifact, Item
from positioning.examples.competitor import COMPETITOR


class AlternativeType(models.TextChoices):
    """Most deals are lost to no product at all."""

    NOTHING = "nothing", _("Doing nothing")
    SPREADSHEET = "spreadsheet", _("A spreadsheet")
    HIRE = "hire", _("Hiring someone")
    IN_HOUSE = "in_house", _("Building it in-house")
    RIVAL = "rival", _("A rival product")


class SourceType(models.TextChoices):
    SITE = "site", _("Their site")
    REVIEW = "review", _("A review")
    JOB_POST = "job_post", _("A job post")
    FILING = "filing", _("A filing")
    CALL = "call", _("A call")
    OTHER = "other", _("Something else")


class Confidence(models.TextChoices):
    LOW = "low", _("Hearsay")
    MEDIUM = "medium", _("One good source")
    HIGH = "high", _("Seen ourselves, or two sources")


# Sites and reviews change within a month, what is filed or hired for within a quarter.
LOOK_AGAIN = {
    SourceType.SITE: timedelta(days=30),
    SourceType.REVIEW: timedelta(days=30),
}
USUALLY = timedelta(days=90)


class Competitor(Artifact):
    """An alternative to us: a product, a person, a sheet, or leaving things as they are."""

    # Other kinds have a field called `competitor`; the header must not have one too.
    artifact_ptr = models.OneToOneField(Artifact, on_delete=models.CASCADE, parent_link=True, related_name="+")
    alternative = models.CharField(
        _("kind of alternative"),
        max_length=20,
        choices=AlternativeType,
        default=AlternativeType.RIVAL,
        help_text=_("Doing nothing and a spreadsheet deserve a profile as much as a rival product."),
    )
    website = models.URLField(_("website"), max_length=500, blank=True)
    one_liner = models.CharField(
        _("in buyers' words"),
        max_length=240,
        blank=True,
        help_text=_("“They are [what] for [whom], known for [strongest claim]”, as a buyer would put it."),
    )
    where_we_meet = models.TextField(
        _("where we meet them"), blank=True, help_text=_("In which segment, at which stage, in how many of our deals.")
    )
    strengths = models.TextField(
        _("strengths"), blank=True, help_text=_("What they do better than we do, so that their customer would nod.")
    )
    weaknesses = models.TextField(
        _("weaknesses"),
        blank=True,
        help_text=_("What they cannot change without changing their business; not a missing feature."),
    )
    pricing_notes = models.TextField(
        _("pricing"), blank=True, help_text=_("Model, tiers and figures, each with the month in which it was seen.")
    )
    they_say_about_us = models.TextField(
        _("what they say about us"), blank=True, help_text=_("The line that buyers repeat to us, near to verbatim.")
    )

    icon = "flag"
    key = "c"
    example = COMPETITOR
    when_expired = _("Ask before quoting prices")
    purpose = _("An alternative to us in dated facts, with what it does better. Battlecards are made from it.")
    budgets = {"one_liner": Budget(words=25, sentences=1), "facts.fact": Budget(sentences=2)}
    completeness = [
        Filled("one_liner", at=DRAFT),
        WithinBudget("one_liner"),
        Filled("where_we_meet"),
        Filled("strengths"),
        Filled("weaknesses"),
        Filled("they_say_about_us"),
        Count("facts", 1),
        Each("facts", filled="fact"),
        Each("facts", filled="source"),
        Each("facts", filled="seen_on"),
        WithinBudget("facts.fact"),
    ]

    class Meta:
        verbose_name = _("competitor")
        verbose_name_plural = _("competitors")


class Fact(Item):
    """One thing that is known of them: where it stands, when it was seen, and how sure we are."""

    artifact = models.ForeignKey(Competitor, on_delete=models.CASCADE, related_name="facts")
    fact = models.TextField(_("fact"), blank=True, help_text=_("One statement that somebody else could check."))
    source = models.CharField(
        _("source"), max_length=240, blank=True, help_text=_("Which page, person or document says so.")
    )
    source_type = models.CharField(
        _("kind of source"),
        max_length=20,
        choices=SourceType,
        default=SourceType.SITE,
        help_text=_("Sites and reviews are looked at again after a month, the others after three."),
    )
    link = models.URLField(_("link"), max_length=500, blank=True, help_text=_("Where it can be seen."))
    seen_on = models.DateField(_("seen on"), null=True, blank=True, help_text=_("The day on which it said so."))
    confidence = models.CharField(
        _("confidence"),
        max_length=10,
        choices=Confidence,
        default=Confidence.MEDIUM,
        help_text=_("How much to rely on it."),
    )

    quoted = "fact"
    relied_on = ("fact", "source")

    class Meta(Item.Meta):
        verbose_name = _("fact")
        verbose_name_plural = _("facts")

    @classmethod
    def wrong_with(cls, row):
        """Seen too long ago, or nobody says when or where."""
        if not (row.source and row.seen_on):
            return freshness.State.DUE, gettext("has no source or no day on which it was seen")
        if is_stale(row):
            return freshness.State.DUE, gettext("should be looked at again")
        return None

    @classmethod
    def told_of(cls, row):
        day = row.seen_on and gettext("seen on %(day)s") % {"day": date_format(row.seen_on, "DATE_FORMAT")}
        said = [row.source or str(SourceType(row.source_type).label), day, str(Confidence(row.confidence).label)]
        return " · ".join(part for part in said if part)


def look_again_on(fact):
    """The day from which a fact should not be repeated unseen; None without a day on which it was seen."""
    return fact.seen_on and fact.seen_on + LOOK_AGAIN.get(fact.source_type, USUALLY)


def is_stale(fact) -> bool:
    due = look_again_on(fact)
    return due is not None and due < localdate()
