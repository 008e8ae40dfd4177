"""How a customer gets from the first doubt to the habit, and where the product leaves them alone."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from pmm_workspace.artifacts.completeness import DRAFT, Check, Count, Each, Filled
from pmm_workspace.artifacts.fields import References
from pmm_workspace.artifacts.models import Artifact, Item
from positioning.examples.journey import JOURNEY


def gaps_were_told(document):
    return not untold_gaps(document)


def untold_gaps(document) -> list:
    """The stages with a gap in the product that nobody has told the product team of."""
    return [stage for stage in document.stages if stage.gap and not (stage.told_on and stage.told_by)]


class JourneyMap(Artifact):
    """The way of one persona, stage by stage, with the gap in the product at each of them."""

    goal = models.CharField(
        _("goal"), max_length=200, blank=True, help_text=_("Where the customer wants to arrive, in their words.")
    )
    personas = References("positioning.Persona", most=3, verbose_name=_("personas"), help_text=_("Whose way this is."))
    begins_when = models.CharField(
        _("begins when"), max_length=200, blank=True, help_text=_("The event that sets them going.")
    )
    ends_when = models.CharField(
        _("ends when"),
        max_length=200,
        blank=True,
        help_text=_("What they do when they have arrived; something that can be counted."),
    )
    taken_from = models.TextField(
        _("taken from"), blank=True, help_text=_("Interviews, sessions and numbers behind this map, with their months.")
    )

    icon = "map"
    key = "j"
    example = JOURNEY
    verification_period = 180
    purpose = _("What a customer does, thinks and feels at each stage, and which gap the product team was told of.")
    completeness = [
        Filled("goal", at=DRAFT),
        Filled("begins_when"),
        Filled("ends_when"),
        Filled("taken_from"),
        Count("stages", 3, 9),
        Each("stages", filled="doing"),
        Each("stages", filled="touchpoint"),
        Check(gaps_were_told, _("A stage has a gap that nobody has told the product team of."), path="stages"),
    ]

    class Meta:
        verbose_name = _("journey map")
        verbose_name_plural = _("journey maps")

    untold_gaps = staticmethod(untold_gaps)


class JourneyStage(Item):
    """A stretch of the way, ended by something that the customer does."""

    class Feeling(models.TextChoices):
        ANNOYED = "annoyed", _("Annoyed")
        DOUBTFUL = "doubtful", _("Doubtful")
        NEUTRAL = "neutral", _("Neither")
        HOPEFUL = "hopeful", _("Hopeful")
        PLEASED = "pleased", _("Pleased")

    artifact = models.ForeignKey(JourneyMap, on_delete=models.CASCADE, related_name="stages")
    name = models.CharField(_("stage"), max_length=80, blank=True, help_text=_("Named from the customer's side."))
    doing = models.TextField(_("doing"), blank=True, help_text=_("What one could film."))
    thinking = models.TextField(
        _("thinking"), blank=True, help_text=_("The question in their head, as they would ask it.")
    )
    feeling = models.CharField(_("feeling"), max_length=20, choices=Feeling, default=Feeling.NEUTRAL)
    touchpoint = models.CharField(
        _("touchpoint"), max_length=200, blank=True, help_text=_("Where they meet us, or somebody who talks about us.")
    )
    gap = models.TextField(
        _("gap"),
        blank=True,
        help_text=_("What the product or we do not do for them here; type @ to name the feature that it is about."),
    )
    told_on = models.DateField(_("product told on"), null=True, blank=True)
    told_by = models.CharField(
        _("product told by"), max_length=120, blank=True, help_text=_("One name, and where it is written.")
    )

    class Meta(Item.Meta):
        verbose_name = _("stage")
        verbose_name_plural = _("stages")
