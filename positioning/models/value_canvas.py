"""What customers need beside what we have: which pain nobody relieves, which feature helps nobody."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from pmm_workspace.artifacts.budgets import Budget
from pmm_workspace.artifacts.completeness import DRAFT, Check, Count, Each, Filled, WithinBudget
from pmm_workspace.artifacts.fields import Among, References, Within
from pmm_workspace.artifacts.models import Artifact, Item
from positioning.examples.value_canvas import CANVAS


class Weight(models.IntegerChoices):
    """How much it matters to them."""

    LITTLE = 1, _("A little")
    SOME = 2, _("Somewhat")
    MUCH = 3, _("Very much")


def unmatched(document, needs: str, answers: str, within: str) -> list:
    """The pains or gains that nothing of ours stands under, what weighs most first."""
    answered = {row.values.get(within) for row in getattr(document, answers)}
    return sorted((row for row in getattr(document, needs) if row.key not in answered), key=lambda row: -row.weight)


def unmatched_pains(document) -> list:
    return unmatched(document, "pains", "pain_relievers", "pain")


def unmatched_gains(document) -> list:
    return unmatched(document, "gains", "gain_creators", "gain")


def orphan_features(document) -> list:
    """Features that no reliever and no creator names."""
    used = {feature.key for _value, feature in _named(document) if feature}
    return [row for row in document.features if row.key not in used]


def unknown_features(document) -> list[str]:
    """What relievers and creators name as a feature although none is called so."""
    return list(dict.fromkeys(value for value, feature in _named(document) if value and feature is None))


def _named(document) -> list[tuple]:
    """What each reliever and creator names, and the feature that it is."""
    rows = (*document.pain_relievers, *document.gain_creators)
    return [(row.feature, document.named(row.model._meta.get_field("feature"), row.feature)) for row in rows]


class ValueCanvas(Artifact):
    """Two sides of one segment: what it tries to do and suffers, and what we do about each of it."""

    segments = References(
        "positioning.Segment", most=1, verbose_name=_("segment"), help_text=_("One; another segment has other pains.")
    )
    customer = models.CharField(
        _("customer"), max_length=200, blank=True, help_text=_("Who has these jobs and pains, in a few words.")
    )
    situation = models.TextField(
        _("situation"), blank=True, help_text=_("When and where the jobs come up; the canvas is true for this moment.")
    )
    in_one_sentence = models.CharField(
        _("value in one sentence"),
        max_length=240,
        blank=True,
        help_text=_("What the strongest pair of need and answer comes to, in the customer's words."),
    )

    icon = "layers"
    key = "a"
    example = CANVAS
    verification_period = 180
    purpose = _("Jobs, pains and gains beside relievers, creators and features; what is unmatched is listed.")
    budgets = {"in_one_sentence": Budget(words=25, sentences=1)}
    completeness = [
        Filled("customer", at=DRAFT),
        Filled("in_one_sentence"),
        WithinBudget("in_one_sentence"),
        Count("jobs", 1),
        Count("pains", 1),
        Count("gains", 1),
        Count("features", 1),
        Each("pain_relievers", filled="feature"),
        Each("gain_creators", filled="feature"),
        Check(
            lambda document: not any(pain.weight == Weight.MUCH for pain in unmatched_pains(document)),
            _("Nothing relieves a pain that matters very much."),
            path="pains",
        ),
        Check(
            lambda document: not unknown_features(document),
            _("A reliever or creator names a feature that is not in the list of features."),
            path="features",
        ),
    ]

    class Meta:
        verbose_name = _("value canvas")
        verbose_name_plural = _("value canvases")


class CanvasJob(Item):
    """Something the customer tries to get done."""

    class Type(models.TextChoices):
        FUNCTIONAL = "functional", _("Functional")
        SOCIAL = "social", _("Social")
        EMOTIONAL = "emotional", _("Emotional")

    artifact = models.ForeignKey(ValueCanvas, on_delete=models.CASCADE, related_name="jobs")
    job = models.CharField(_("job"), max_length=200, blank=True, help_text=_("Begins with a verb, names no product."))
    type = models.CharField(_("type"), max_length=20, choices=Type, default=Type.FUNCTIONAL)
    weight = models.PositiveSmallIntegerField(_("matters"), choices=Weight, default=Weight.SOME)

    class Meta(Item.Meta):
        verbose_name = _("customer job")
        verbose_name_plural = _("customer jobs")


class Pain(Item):
    """What keeps the customer from getting the job done, or makes it hurt."""

    artifact = models.ForeignKey(ValueCanvas, on_delete=models.CASCADE, related_name="pains")
    pain = models.CharField(_("pain"), max_length=200, blank=True, help_text=_("With a number where there is one."))
    weight = models.PositiveSmallIntegerField(_("hurts"), choices=Weight, default=Weight.SOME)

    class Meta(Item.Meta):
        verbose_name = _("pain")
        verbose_name_plural = _("pains")


class PainReliever(Item):
    """What we do about one pain, and with which feature."""

    artifact = models.ForeignKey(ValueCanvas, on_delete=models.CASCADE, related_name="pain_relievers")
    pain = Within("pains")
    how = models.CharField(_("how we relieve it"), max_length=200, blank=True)
    feature = Among("features", verbose_name=_("by which feature"), help_text=_("One of the list of features below."))

    class Meta(Item.Meta):
        verbose_name = _("pain reliever")
        verbose_name_plural = _("pain relievers")


class Gain(Item):
    """What the customer would be glad of."""

    artifact = models.ForeignKey(ValueCanvas, on_delete=models.CASCADE, related_name="gains")
    gain = models.CharField(_("gain"), max_length=200, blank=True, help_text=_("What would surprise them well."))
    weight = models.PositiveSmallIntegerField(_("matters"), choices=Weight, default=Weight.SOME)

    class Meta(Item.Meta):
        verbose_name = _("gain")
        verbose_name_plural = _("gains")


class GainCreator(Item):
    """What we do for one gain, and with which feature."""

    artifact = models.ForeignKey(ValueCanvas, on_delete=models.CASCADE, related_name="gain_creators")
    gain = Within("gains")
    how = models.CharField(_("how we create it"), max_length=200, blank=True)
    feature = Among("features", verbose_name=_("by which feature"), help_text=_("One of the list of features below."))

    class Meta(Item.Meta):
        verbose_name = _("gain creator")
        verbose_name_plural = _("gain creators")


class Feature(Item):
    """Something that the product or the service has."""

    artifact = models.ForeignKey(ValueCanvas, on_delete=models.CASCADE, related_name="features")
    name = models.CharField(_("feature"), max_length=120, blank=True, help_text=_("One product, feature or service."))

    quoted = "name"

    class Meta(Item.Meta):
        verbose_name = _("feature")
        verbose_name_plural = _("products and features")
