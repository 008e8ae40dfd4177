"""Where buyers see us and the others, on two axes that they decide by."""

from dataclasses import dataclass

from django.core.validators import MaxValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from pmm_workspace.artifacts.completeness import DRAFT, Check, Count, Each, Filled
from pmm_workspace.artifacts.models import Artifact, Item
from positioning.examples.perceptual_map import MAP

SIDE, MARGIN = 400, 20  # of the drawing, in its own units


def has_us_once(document):
    return sum(point.is_us for point in document.points) == 1


@dataclass(frozen=True)
class Drawn:
    """A point on paper: its place from the upper left, and on which side of it there is room for its name."""

    row: object
    left: float
    top: float
    is_right: bool


def drawn(document) -> list[Drawn]:
    """The points that have a place; 0, 0 is the lower left."""
    scale = (SIDE - 2 * MARGIN) / 100
    return [
        Drawn(row, MARGIN + row.x * scale, SIDE - MARGIN - row.y * scale, row.x > 60)
        for row in document.points
        if row.x is not None and row.y is not None
    ]


class PerceptualMap(Artifact):
    """Two axes, and on them everybody whom a buyer compares. Axes that change leave the old map in the history."""

    conclusion = models.TextField(
        _("what it shows"), blank=True, help_text=_("One or two sentences, the empty place included.")
    )
    x_axis = models.CharField(
        _("axis from left to right"), max_length=80, blank=True, help_text=_("Something that buyers decide by.")
    )
    x_low = models.CharField(_("left end"), max_length=60, blank=True)
    x_high = models.CharField(_("right end"), max_length=60, blank=True)
    y_axis = models.CharField(
        _("axis from below upwards"),
        max_length=80,
        blank=True,
        help_text=_("Something else that they decide by; not what follows from the first axis."),
    )
    y_low = models.CharField(_("lower end"), max_length=60, blank=True)
    y_high = models.CharField(_("upper end"), max_length=60, blank=True)
    why_these_axes = models.TextField(
        _("why these axes"), blank=True, help_text=_("Who said that they decide by them, how many, and when.")
    )

    icon = "compass"
    key = "m"
    example = MAP
    verification_period = 180
    purpose = _("Where buyers see us and the others on two axes, each place with its evidence and its day.")
    completeness = [
        Filled("x_axis", at=DRAFT),
        Filled("x_low"),
        Filled("x_high"),
        Filled("y_axis"),
        Filled("y_low"),
        Filled("y_high"),
        Filled("why_these_axes"),
        Filled("conclusion"),
        Count("points", 3),
        Each("points", filled="x"),
        Each("points", filled="y"),
        Each("points", filled="evidence"),
        Each("points", filled="seen_on"),
        Check(has_us_once, _("Exactly one point is us."), path="points"),
    ]

    class Meta:
        verbose_name = _("perceptual map")
        verbose_name_plural = _("perceptual maps")


class MapPoint(Item):
    """Somebody on the map, with the reason for standing there."""

    artifact = models.ForeignKey(PerceptualMap, on_delete=models.CASCADE, related_name="points")
    name = models.CharField(_("name"), max_length=80, blank=True, help_text=_("As buyers say it; doing nothing too."))
    is_us = models.BooleanField(_("this is us"), default=False)
    x = models.PositiveSmallIntegerField(
        _("from left to right"), null=True, blank=True, validators=[MaxValueValidator(100)], help_text=_("0 to 100.")
    )
    y = models.PositiveSmallIntegerField(
        _("from below upwards"), null=True, blank=True, validators=[MaxValueValidator(100)], help_text=_("0 to 100.")
    )
    evidence = models.CharField(
        _("evidence"),
        max_length=240,
        blank=True,
        help_text=_("Who placed it there: interviews, reviews, a test of ours."),
    )
    seen_on = models.DateField(_("seen on"), null=True, blank=True)

    class Meta(Item.Meta):
        verbose_name = _("point")
        verbose_name_plural = _("points")
