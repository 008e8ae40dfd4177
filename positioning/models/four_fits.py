"""Market, product, channel and model: four fits, and whether the plans of those who own them contradict each other."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from types import MappingProxyType

from django.core.validators import MaxValueValidator
from django.db import models
from django.utils.formats import number_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from pmm_workspace.artifacts.completeness import DRAFT, Count, Each, Filled, Rule, called
from pmm_workspace.artifacts.document import anchor
from pmm_workspace.artifacts.models import Artifact, Item
from positioning.examples.four_fits import FITS
from positioning.measured import Measured, of_channels

NOTHING: Mapping = MappingProxyType({})

BROKEN_AT = 3  # a score of up to this
HIGH_VALUE = 10_000  # a year; from here on buyers expect what the low end never asks for


class FitType(models.TextChoices):
    MARKET_PRODUCT = "market_product", _("Market–product")
    PRODUCT_CHANNEL = "product_channel", _("Product–channel")
    CHANNEL_MODEL = "channel_model", _("Channel–model")
    MODEL_MARKET = "model_market", _("Model–market")


OWNERS = {
    FitType.MARKET_PRODUCT: _("Product management"),
    FitType.PRODUCT_CHANNEL: _("Shared"),
    FitType.CHANNEL_MODEL: _("Product marketing"),
    FitType.MODEL_MARKET: _("Shared"),
}


class ChannelType(models.TextChoices):
    VIRAL = "viral", _("Users bring users")
    CONTENT = "content", _("Content and search")
    PAID = "paid", _("Paid")
    INSIDE = "inside", _("Sales by phone")
    PARTNER = "partner", _("Partners")
    FIELD = "field", _("Sales on site")


# What a customer pays a year from which a channel can feed itself: orders of magnitude, not a price list.
PAYS_FROM = {
    ChannelType.VIRAL: 0,
    ChannelType.CONTENT: 100,
    ChannelType.PAID: 300,
    ChannelType.INSIDE: 2_000,
    ChannelType.PARTNER: 5_000,
    ChannelType.FIELD: 20_000,
}


class End(models.TextChoices):
    LOW = "low", _("The low end")
    MIDDLE = "middle", _("The middle")
    HIGH = "high", _("The high end")


class Verdict(models.TextChoices):
    BROKEN = "broken", _("Do not scale")
    OPEN = "open", _("Not known yet")
    HOLDS = "holds", _("Nothing speaks against scaling")


@dataclass(frozen=True)
class Contradiction:
    """Two numbers or plans that cannot both be right: where, which fit it breaks, and why."""

    path: str
    fit: str
    message: str

    @property
    def anchor(self) -> str:
        return anchor(self.path)


def contradictions(document, measured: Mapping[str, Measured] = NOTHING) -> list[Contradiction]:
    """What cannot both be right; `measured` costs, by the key of their channel, stand in where none was typed."""
    return [*_channels_too_dear(document, measured or NOTHING), *_plans_for_others(document)]


def missing_costs(document) -> Mapping[str, Measured]:
    """What the funnel knows of the channels for which nobody typed a cost."""
    return of_channels([row for row in document.channels if row.cac is None])


def _cost(row, measured) -> tuple[Decimal | int | None, str]:
    """What a customer costs in this channel, and how to say so: what was typed counts before what was measured."""
    if row.cac is None and row.key in measured:
        return measured[row.key].value, gettext(
            "By “%(channel)s” a customer costs %(cac)s, as measured, and pays %(pays)s a year: "
            "a year does not pay for it."
        )
    return row.cac, gettext(
        "By “%(channel)s” a customer costs %(cac)s and pays %(pays)s a year: a year does not pay for it."
    )


def _grouped(amount) -> str:
    return number_format(amount or 0, decimal_pos=0, force_grouping=True)


def _channels_too_dear(document, measured):
    pays = document.pays_a_year
    if pays is None:
        return
    for row in document.channels:
        cost, said = _cost(row, measured)
        path, words = f"channels/{row.key}", {"channel": row.channel, "pays": _grouped(pays), "cac": _grouped(cost)}
        if cost is not None and cost > pays:
            yield Contradiction(path, FitType.CHANNEL_MODEL, said % words)
        elif pays < PAYS_FROM[row.type]:
            words |= {"type": ChannelType(row.type).label, "least": _grouped(PAYS_FROM[row.type])}
            yield Contradiction(
                path,
                FitType.CHANNEL_MODEL,
                gettext("“%(channel)s” (%(type)s) feeds itself from about %(least)s a year; a customer pays %(pays)s.")
                % words,
            )


def _plans_for_others(document):
    needed = document.model_needs
    if needed is None or needed < HIGH_VALUE:
        return
    for row in document.plans:
        if row.end == End.LOW:
            words = {"feature": row.feature, "needed": _grouped(needed)}
            message = gettext(
                "“%(feature)s” is planned for the low end, and the model needs contracts of %(needed)s a year."
            )
            yield Contradiction(f"plans/{row.key}", FitType.MODEL_MARKET, message % words)


def verdict(document, measured: Mapping[str, Measured] = NOTHING) -> Verdict:
    """One broken fit is enough; four that nobody has scored say nothing."""
    scores = {row.fit: row.score for row in document.fits}
    if contradictions(document, measured) or any(score is not None and score <= BROKEN_AT for score in scores.values()):
        return Verdict.BROKEN
    if any(scores.get(fit) is None for fit in FitType.values):
        return Verdict.OPEN
    return Verdict.HOLDS


@dataclass(frozen=True)
class FourOnce(Rule):
    """Each of the four fits stands here exactly once."""

    name = "fits"

    def gaps(self, document):
        found = Counter(row.fit for row in document.fits)
        for fit in FitType:
            if found[fit] != 1:
                words = {"fit": fit.label, "found": found[fit]}
                yield "fits", gettext("“%(fit)s” stands here %(found)d times instead of once.") % words


@dataclass(frozen=True)
class NoContradiction(Rule):
    """Plans that contradict each other are not approved as a plan."""

    def gaps(self, document):
        for each in contradictions(document, missing_costs(document)):
            yield each.path, each.message


@dataclass(frozen=True)
class CostKnown(Rule):
    """What a customer costs was typed for every channel, or the funnel has measured it."""

    def gaps(self, document):
        measured = missing_costs(document)
        for row in document.channels:
            if row.cac is None and row.key not in measured:
                words = {"item": called(row)}
                yield f"channels/{row.key}/cac", gettext("%(item)s: nobody knows what a customer costs.") % words


class FourFits(Artifact):
    """The four fits of one product, with the numbers that can contradict them."""

    thesis = models.TextField(
        _("how it fits together"),
        blank=True,
        help_text=_("Three sentences: who pays how much, how they come to us, and why that pays for itself."),
    )
    pays_a_year = models.PositiveIntegerField(
        _("a customer pays a year"),
        null=True,
        blank=True,
        help_text=_("The average, in the currency of the workspace."),
    )
    model_needs = models.PositiveIntegerField(
        _("contract value the model needs"),
        null=True,
        blank=True,
        help_text=_("A year's value at which the plan works out."),
    )
    numbers_from = models.CharField(
        _("numbers from"), max_length=200, blank=True, help_text=_("Source and month of these figures.")
    )
    would_change_our_mind = models.TextField(
        _("what would change our mind"),
        blank=True,
        help_text=_("Fits break all the time: the number and the day at which we look again."),
    )

    icon = "scale"
    key = "x"
    example = FITS
    purpose = _("Whether market, product, channel and model fit; one broken fit means: do not scale.")
    completeness = [
        Filled("thesis", at=DRAFT),
        Filled("pays_a_year"),
        Filled("model_needs"),
        Filled("numbers_from"),
        FourOnce(),
        Each("fits", filled="hypothesis"),
        Each("fits", filled="evidence"),
        Each("fits", filled="score"),
        Each("fits", filled="owner"),
        Each("fits", filled="breaking_sign"),
        Each("fits", filled="review_on"),
        Count("channels", 1),
        CostKnown(),
        NoContradiction(),
    ]

    class Meta:
        verbose_name = _("four fits sheet")
        verbose_name_plural = _("four fits")

    @classmethod
    def beside(cls, artifact, content, *, hides_drafts, hides_figures):
        """The measured cost of each channel, by its key."""
        return NOTHING if hides_figures else of_channels(content.channels)


class Fit(Item):
    """One fit: what we believe, what we have seen, and the sign that it breaks."""

    artifact = models.ForeignKey(FourFits, on_delete=models.CASCADE, related_name="fits")
    fit = models.CharField(_("fit"), max_length=20, choices=FitType, default=FitType.MARKET_PRODUCT)
    hypothesis = models.TextField(_("hypothesis"), blank=True, help_text=_("A sentence that could turn out wrong."))
    evidence = models.TextField(_("evidence"), blank=True, help_text=_("What was seen or measured, where and when."))
    score = models.PositiveSmallIntegerField(
        _("score"),
        null=True,
        blank=True,
        validators=[MaxValueValidator(10)],
        help_text=_("0 to 10; up to 3 is broken."),
    )
    owner = models.CharField(
        _("owner"),
        max_length=120,
        blank=True,
        help_text=_("One name, two where it is shared: product and product marketing."),
    )
    breaking_sign = models.CharField(
        _("sign that it breaks"),
        max_length=240,
        blank=True,
        help_text=_("A number that falls, or a sentence that is heard."),
    )
    review_on = models.DateField(_("look again on"), null=True, blank=True)

    class Meta(Item.Meta):
        verbose_name = _("fit")
        verbose_name_plural = _("fits")


class FitChannel(Item):
    """A way in which customers come, and what one costs."""

    artifact = models.ForeignKey(FourFits, on_delete=models.CASCADE, related_name="channels")
    channel = models.CharField(_("channel"), max_length=120, blank=True, help_text=_("As it is called in the funnel."))
    type = models.CharField(_("type"), max_length=20, choices=ChannelType, default=ChannelType.CONTENT)
    cac = models.PositiveIntegerField(
        _("cost of a customer"),
        null=True,
        blank=True,
        help_text=_("CAC of this channel, in the workspace's currency; left empty, the funnel's is taken."),
    )

    class Meta(Item.Meta):
        verbose_name = _("channel")
        verbose_name_plural = _("channels")


class PlannedFeature(Item):
    """Something that will be built, and for which end of the market."""

    artifact = models.ForeignKey(FourFits, on_delete=models.CASCADE, related_name="plans")
    feature = models.CharField(
        _("planned"), max_length=160, blank=True, help_text=_("From the plan of the product team.")
    )
    end = models.CharField(_("for"), max_length=10, choices=End, default=End.MIDDLE)

    class Meta(Item.Meta):
        verbose_name = _("planned feature")
        verbose_name_plural = _("planned features")
