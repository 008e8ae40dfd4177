"""What is paid for, why it costs what it costs, and what is never given away."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from pmm_workspace.artifacts.budgets import Budget
from pmm_workspace.artifacts.completeness import DRAFT, Count, Each, Filled, WithinBudget
from pmm_workspace.artifacts.fields import References
from pmm_workspace.artifacts.models import Artifact, Item
from positioning.examples.pricing import PRICING


class PricingNarrative(Artifact):
    """The story of a price: a seller who knows why it costs so much needs fewer discounts."""

    value_metric = models.CharField(
        _("value metric"),
        max_length=160,
        blank=True,
        help_text=_("What one pays for more of: it grows when the customer gets more out of the product."),
    )
    why_this_metric = models.TextField(
        _("why this metric"),
        blank=True,
        help_text=_("How a customer sees it grow, can foresee it, and would call it fair."),
    )
    in_one_sentence = models.CharField(
        _("the price in one sentence"),
        max_length=240,
        blank=True,
        help_text=_("What a seller says when asked what it costs, before any table is shown."),
    )
    why_this_price = models.TextField(
        _("why this price"),
        blank=True,
        help_text=_("What the alternative costs, what the customer gains, and which share of it we ask for."),
    )
    compared_with = models.TextField(
        _("compared with"),
        blank=True,
        help_text=_("The same year with each alternative, doing nothing included; figures with their month."),
    )
    segments = References(
        "positioning.Segment", most=5, verbose_name=_("segments"), help_text=_("For whom this price was made.")
    )

    icon = "wallet"
    key = "o"
    example = PRICING
    when_expired = _("Ask before quoting prices")
    purpose = _("What one pays for and why, the packages, the objections, and what is never discounted.")
    budgets = {
        "in_one_sentence": Budget(words=25, sentences=1),
        "why_this_price": Budget(words=80),
        "objections.we_say": Budget(sentences=3),
    }
    completeness = [
        Filled("value_metric", at=DRAFT),
        Filled("why_this_metric"),
        Filled("in_one_sentence"),
        WithinBudget("in_one_sentence"),
        Filled("why_this_price"),
        Filled("compared_with"),
        Count("packages", 1, 5),
        Each("packages", filled="for_whom"),
        Each("packages", filled="price"),
        Count("objections", 1),
        Each("objections", filled="we_say"),
        WithinBudget("objections.we_say"),
        Count("never_discounted", 1),
        Each("never_discounted", filled="why"),
    ]

    class Meta:
        verbose_name = _("pricing narrative")
        verbose_name_plural = _("pricing narratives")


class Package(Item):
    """What is sold together, for one sort of customer."""

    artifact = models.ForeignKey(PricingNarrative, on_delete=models.CASCADE, related_name="packages")
    name = models.CharField(_("package"), max_length=120, blank=True, help_text=_("A name that says who it is for."))
    for_whom = models.CharField(
        _("for whom"),
        max_length=200,
        blank=True,
        help_text=_("The customer who chooses it without being talked into it."),
    )
    price = models.CharField(
        _("price"), max_length=160, blank=True, help_text=_("Figure, unit and term, as on the price page.")
    )
    includes = models.TextField(_("includes"), blank=True, help_text=_("What they came for; not the list of features."))
    leaves_out = models.TextField(
        _("leaves out"), blank=True, help_text=_("What makes a customer move on to the next one, and when.")
    )

    class Meta(Item.Meta):
        verbose_name = _("package")
        verbose_name_plural = _("packages")


class PriceObjection(Item):
    """What buyers hold against the price, and what to answer."""

    artifact = models.ForeignKey(PricingNarrative, on_delete=models.CASCADE, related_name="objections")
    they_say = models.CharField(_("they say"), max_length=200, blank=True, help_text=_("As heard on a call."))
    we_say = models.TextField(_("we say"), blank=True, help_text=_("Up to three sentences a seller can say aloud."))
    proof = models.CharField(
        _("proof"), max_length=240, blank=True, help_text=_("The fact to show when they ask “says who?”.")
    )

    class Meta(Item.Meta):
        verbose_name = _("objection to the price")
        verbose_name_plural = _("objections to the price")


class NeverDiscounted(Item):
    """What stays at its price, whoever asks and whatever the quarter."""

    artifact = models.ForeignKey(PricingNarrative, on_delete=models.CASCADE, related_name="never_discounted")
    what = models.CharField(_("what"), max_length=160, blank=True, help_text=_("A package, a service, a term."))
    why = models.CharField(
        _("why"), max_length=240, blank=True, help_text=_("What it would cost us, or say about us, to give it away.")
    )
    offer_instead = models.CharField(
        _("offer instead"), max_length=240, blank=True, help_text=_("What a seller may give that costs us less.")
    )

    class Meta(Item.Meta):
        verbose_name = _("thing never discounted")
        verbose_name_plural = _("never discounted")
