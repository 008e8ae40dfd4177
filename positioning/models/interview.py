"""A conversation with somebody who has just bought, or has not: what they say decided it."""

from collections import defaultdict
from datetime import timedelta

from django.db import models
from django.utils.translation import gettext_lazy as _

from pmm_workspace.artifacts.completeness import DRAFT, Check, Count, Each, Filled
from pmm_workspace.artifacts.fields import References
from pmm_workspace.artifacts.links import live
from pmm_workspace.artifacts.models import Artifact, Audience, Item, Link, State
from positioning.examples.interview import INTERVIEW

REMEMBERED = timedelta(days=90)


class Outcome(models.TextChoices):
    WON = "won", _("Won")
    LOST = "lost", _("Lost to a competitor")
    NO_DECISION = "no_decision", _("Lost to no decision")
    CHURNED = "churned", _("Bought, and left")
    UNKNOWN = "unknown", _("Not known yet")


DID_NOT_LAST = (Outcome.LOST, Outcome.NO_DECISION, Outcome.CHURNED)


class Reason(models.TextChoices):
    """One code for each interview, so that many can be counted."""

    PRODUCT = "product", _("Product: something is missing or better")
    PRICE = "price", _("Price and packaging")
    SALES = "sales", _("How it was sold")
    PARITY = "parity", _("No difference was seen")
    RISK = "risk", _("Setting it up, risk")
    POLITICS = "politics", _("Politics inside the company")


class Owner(models.TextChoices):
    PRODUCT = "product", _("Product")
    ENABLEMENT = "enablement", _("Enablement")
    MARKETING = "marketing", _("Marketing")


class Interviewee(models.TextChoices):
    BUYER = "buyer", _("Economic buyer")
    CHAMPION = "champion", _("Champion")
    TECHNICAL = "technical", _("Technical evaluator")
    USER = "user", _("User")


class Consent(models.TextChoices):
    NOT_ASKED = "not_asked", _("Not asked")
    INTERNAL = "internal", _("For us only")
    ANONYMOUS = "anonymous", _("May be quoted without a name")
    NAMED = "named", _("May be quoted by name")


def quotes_have_consent(document):
    """A quote that is marked safe to share was given for sharing."""
    may_be_shared = document.consent in (Consent.ANONYMOUS, Consent.NAMED)
    return may_be_shared or all(quote.audience != Audience.SHAREABLE for quote in document.quotes)


def was_still_remembered(document):
    """Holds without both dates: that they are missing is said elsewhere."""
    if not (document.decided_on and document.held_on):
        return True
    return document.decided_on <= document.held_on <= document.decided_on + REMEMBERED


def deals_that_name(artifact, list_name, *, hides_drafts) -> dict[str, list[tuple[int, str]]]:
    """The deals that were lost, or whose customer left, by the item of this list that they name.

    {key: [(pk, title)]}, one query; at most 500 lines are read.
    """
    rows = Link.objects.filter(target=artifact.pk, item__startswith=f"{list_name}/")
    rows = rows.filter(in_approved=True) if hides_drafts else rows.filter(live())
    rows = rows.filter(source__interview__outcome__in=DID_NOT_LAST).exclude(source__state=State.RETIRED)
    title = "source__approved__title" if hides_drafts else "source__title"
    found = defaultdict(dict)
    for item, pk, name in rows.order_by("-source__updated_at").values_list("item", "source", title)[:500]:
        found[item.partition("/")[2]][pk] = name
    return {key: list(deals.items()) for key, deals in found.items()}


class Interview(Artifact):
    """One deal, in the words of the person who decided about it."""

    hypothesis = models.TextField(
        _("what we believe beforehand"),
        blank=True,
        help_text=_("Written before the call: why we think it went this way, and what would prove us wrong."),
    )
    deal = models.CharField(
        _("deal"),
        max_length=160,
        blank=True,
        help_text=_("Kind of company and size; how long it took and what it was worth."),
    )
    decided_on = models.DateField(_("decided on"), null=True, blank=True)
    seller_says = models.CharField(
        _("the seller's reason"),
        max_length=20,
        choices=Reason,
        blank=True,
        help_text=_("From the deal's notes; sellers name the price two to three times as often as buyers do."),
    )

    interviewee = models.CharField(_("who was asked"), max_length=20, choices=Interviewee, default=Interviewee.BUYER)
    interviewer = models.CharField(
        _("who asked"), max_length=120, blank=True, help_text=_("Not the seller of this deal: buyers are polite.")
    )
    held_on = models.DateField(
        _("held on"),
        null=True,
        blank=True,
        help_text=_("Within three weeks of the decision; after 90 days it is a story."),
    )
    consent = models.CharField(
        _("consent"),
        max_length=20,
        choices=Consent,
        default=Consent.NOT_ASKED,
        help_text=_("Asked at the beginning of the call."),
    )

    outcome = models.CharField(_("outcome"), max_length=20, choices=Outcome, default=Outcome.UNKNOWN)
    reason = models.CharField(
        _("the buyer's reason"),
        max_length=20,
        choices=Reason,
        blank=True,
        help_text=_("The one without which it would have gone the other way."),
    )
    competitors = References(
        "positioning.Competitor", most=5, verbose_name=_("competitors"), help_text=_("Who else was in the last round.")
    )
    segments = References(
        "positioning.Segment", most=3, verbose_name=_("segments"), help_text=_("Where this company belongs.")
    )

    trigger = models.TextField(_("problem and trigger"), blank=True, help_text=_("What made them look, and who began."))
    vendors_considered = models.TextField(
        _("who was considered"),
        blank=True,
        help_text=_("All of them, in the order in which they fell out; doing nothing too."),
    )
    decision_criteria = models.TextField(
        _("decision criteria"), blank=True, help_text=_("What counted, in the order of its weight, and who set it.")
    )
    strengths_and_weaknesses = models.TextField(
        _("us, at the top of their mind"), blank=True, help_text=_("What they name unasked, good and bad.")
    )
    price_and_packaging = models.TextField(
        _("price and packaging"), blank=True, help_text=_("How they compared the price, and with what.")
    )
    sales_experience = models.TextField(
        _("how it was sold"), blank=True, help_text=_("The best and the worst hour with us.")
    )
    moment_of_decision = models.TextField(
        _("the moment of decision"), blank=True, help_text=_("Who was in the room, what was said.")
    )
    what_almost_changed_it = models.TextField(
        _("what almost changed it"), blank=True, help_text=_("What would have turned the decision round.")
    )
    wrong_fit = models.TextField(
        _("the wrong customer"),
        blank=True,
        help_text=_(
            "If we should not have sold: type @ and name the segment's disqualifier, which counts these deals."
        ),
    )
    goes_to = models.CharField(_("who has to act"), max_length=20, choices=Owner, blank=True)

    icon = "mic"
    key = "w"
    example = INTERVIEW
    verification_period = 365
    purpose = _("Why a deal was won or lost, in the buyer's words, coded so that many can be counted.")
    completeness = [
        Filled("hypothesis", at=DRAFT),
        Filled("deal"),
        Filled("held_on"),
        Filled("interviewer"),
        Check(
            was_still_remembered,
            _("The call was held before the decision, or more than 90 days after it."),
            path="held_on",
        ),
        Check(lambda document: document.outcome != Outcome.UNKNOWN, _("Say how it ended."), path="outcome"),
        Filled("reason"),
        Count("quotes", 1),
        Each("quotes", filled="words"),
        Check(
            lambda document: document.consent != Consent.NOT_ASKED,
            _("Say what the person has agreed to."),
            path="consent",
        ),
        Check(quotes_have_consent, _("A quote is marked safe to share, and nobody agreed to that."), path="quotes"),
    ]

    class Meta:
        verbose_name = _("interview")
        verbose_name_plural = _("interviews")


class InterviewQuote(Item):
    """What the buyer said, word for word."""

    artifact = models.ForeignKey(Interview, on_delete=models.CASCADE, related_name="quotes")
    words = models.TextField(_("quote"), blank=True, help_text=_("Verbatim; cut, but never improved."))
    about = models.CharField(_("about"), max_length=20, choices=Reason, blank=True)

    class Meta(Item.Meta):
        verbose_name = _("quote")
        verbose_name_plural = _("quotes")
