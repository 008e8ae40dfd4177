"""What we promise the market, and what stands behind each promise."""

from django.core.validators import MinValueValidator
from django.db import models
from django.utils.formats import date_format
from django.utils.timezone import localdate
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from messaging import examples, keeping
from metrics.definitions.catalog import SERIES, TITLES
from pmm_workspace.artifacts import freshness
from pmm_workspace.artifacts.budgets import Budget
from pmm_workspace.artifacts.completeness import ADVICE, DRAFT, Check, Filled, WithinBudget
from pmm_workspace.artifacts.fields import References
from pmm_workspace.artifacts.models import Artifact


def metrics():
    """Everything with one value a month may keep a promise: as choices, by category."""
    found = {}
    for key, (metric, variant) in SERIES.items():
        found.setdefault(TITLES[metric.category], []).append((key, metric.titled(variant)))
    return list(found.items())


def _may_be_reached(promise) -> bool:
    """Whether the threshold is a value that its metric can have."""
    known = SERIES.get(promise.metric)
    return not known or promise.threshold is None or promise.threshold >= 0 or known[1].may_be_negative


class Proof(Artifact):
    """A fact that makes a promise believable, with the day after which nobody should repeat it unchecked."""

    class Type(models.TextChoices):
        DATA = "data", _("Data")
        CASE = "case", _("Customer case")
        MECHANICS = "mechanics", _("Product mechanics")

    statement = models.TextField(
        _("statement"),
        blank=True,
        help_text=_("Who, how many and when, in one or two sentences. Somebody else must be able to check it."),
    )
    type = models.CharField(_("type"), max_length=20, choices=Type, default=Type.DATA)
    source = models.URLField(_("source"), max_length=500, blank=True, help_text=_("Where it can be read as it is."))
    customer_permission = models.BooleanField(
        _("customer gave permission"),
        default=False,
        help_text=_("Tick it only when the named customer agreed in writing."),
    )
    a_rival_could_say_it = models.BooleanField(
        _("a rival could say the same"),
        default=False,
        help_text=_("True but weak: it supports the category rather than us."),
    )
    date = models.DateField(_("date"), null=True, blank=True, help_text=_("The day on which it was true."))
    expires_on = models.DateField(
        _("expires on"),
        null=True,
        blank=True,
        help_text=_("The last day on which it may be repeated unchecked; a year is usual."),
    )

    icon = "badge-check"
    key = "y"
    example = examples.PROOF
    verification_period = 365
    quoted = "statement"
    meaning = ("statement", "type", "source", "customer_permission")
    purpose = _("One fact with its source and its end. Promises stand on it, and every line that uses them knows it.")
    budgets = {"statement": Budget(words=50, sentences=2)}
    completeness = [
        Filled("statement", at=DRAFT),
        WithinBudget("statement"),
        Filled("source"),
        Filled("date"),
        Filled("expires_on"),
        Check(
            lambda document: not document.a_rival_could_say_it,
            _("True but weak: a rival could say the same. It proves the category, not us."),
            path="a_rival_could_say_it",
            at=ADVICE,
        ),
    ]

    class Meta:
        verbose_name = _("proof")
        verbose_name_plural = _("proofs")

    @classmethod
    def told(cls, documents, since=None):
        return {pk: _told_of(content) for pk, content in documents.items()}

    @classmethod
    def conditions(cls, documents):
        """A proof has expired when its last day has passed in the workspace."""
        today = localdate()
        return {
            pk: (
                freshness.State.EXPIRED,
                gettext("expired on %(day)s") % {"day": date_format(content.expires_on, "DATE_FORMAT")},
            )
            for pk, content in documents.items()
            if content.expires_on and content.expires_on < today
        }


def _told_of(proof):
    end = proof.expires_on and gettext("until %(day)s") % {"day": date_format(proof.expires_on, "DATE_FORMAT")}
    said = [str(Proof.Type(proof.type).label), end, gettext("with permission") if proof.customer_permission else ""]
    return " · ".join(part for part in said if part)


class Promise(Artifact):
    """One assertion that we make to the market, what proves it, and the product metric that shows it is kept."""

    class Direction(models.TextChoices):
        AT_LEAST = "at_least", _("at least")
        AT_MOST = "at_most", _("at most")

    class Decision(models.TextChoices):
        NONE = "", _("None yet")
        STANDS = "stands", _("It stands")
        SOFTEN = "soften", _("Soften the message")
        ONBOARDING = "onboarding", _("Fix onboarding")
        TELL_PM = "tell_pm", _("Tell the PM")

    statement = models.CharField(
        _("promise"),
        max_length=240,
        blank=True,
        help_text=_("One sentence of up to 25 words that a customer could hold us to."),
    )
    segments = References(
        "positioning.Segment", verbose_name=_("segments"), help_text=_("For whom we promise it; nobody else hears it.")
    )
    proofs = References(
        "messaging.Proof", verbose_name=_("proofs"), help_text=_("What makes it believable; one live proof is needed.")
    )
    metric = models.CharField(
        _("kept by"),
        max_length=40,
        choices=metrics,
        blank=True,
        help_text=_("The product metric that shows whether customers get what we promise."),
    )
    direction = models.CharField(_("direction"), max_length=10, choices=Direction, default=Direction.AT_LEAST)
    threshold = models.DecimalField(
        _("threshold"),
        max_digits=12,
        decimal_places=2,
        null=True,
        blank=True,
        help_text=_("A share in per cent, money in the workspace's currency, anything else as it is counted."),
    )
    window = models.PositiveSmallIntegerField(
        _("window"),
        default=3,
        validators=[MinValueValidator(1)],
        help_text=_("Over how many of the newest complete months it is measured."),
    )
    channel = models.CharField(
        _("channel"), max_length=100, blank=True, help_text=_("Measure one channel only; empty measures everybody.")
    )
    decision = models.CharField(_("decision"), max_length=12, choices=Decision, blank=True, default=Decision.NONE)
    decision_note = models.TextField(
        _("why"), blank=True, help_text=_("What you decided about it, who does what, and until when.")
    )

    icon = "hand"
    key = "r"
    example = examples.PROMISE
    verification_period = 180
    quoted = "statement"
    tells_figures = True
    meaning = ("statement", "segments")
    purpose = _("What we say to the market, what proves it and which metric keeps it. Documents use it by reference.")
    budgets = {"statement": Budget(words=25, sentences=1)}
    completeness = [
        Filled("statement", at=DRAFT),
        WithinBudget("statement"),
        Filled("segments"),
        Filled("proofs"),
        Filled("metric"),
        Filled("threshold"),
        Check(_may_be_reached, _("The metric is never below zero, and the threshold is."), "threshold"),
    ]

    class Meta:
        verbose_name = _("promise")
        verbose_name_plural = _("promises")

    @classmethod
    def told(cls, documents, since=None):
        return keeping.told(documents, since)

    @classmethod
    def conditions(cls, documents):
        """A promise is broken when its metric misses the threshold; what it stands on speaks for itself."""
        return keeping.conditions(documents)
