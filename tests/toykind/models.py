"""As little as a new kind takes, with every sort of field that the seed kinds leave out."""

from django.db import models

from pmm_workspace.artifacts.completeness import DRAFT, Count, Filled
from pmm_workspace.artifacts.models import Artifact, Item


class Postcard(Artifact):
    """A greeting from somewhere."""

    greeting = models.CharField(max_length=80, blank=True, help_text="One line that fits on the back.")
    story = models.TextField(blank=True, help_text="What you saw there.")
    sent_on = models.DateField(null=True, blank=True)
    is_urgent = models.BooleanField(default=False)
    days_on_the_way = models.PositiveSmallIntegerField(null=True, blank=True)

    completeness = [Filled("greeting", at=DRAFT), Count("stamps", 1)]

    class Meta:
        verbose_name = "postcard"
        verbose_name_plural = "postcards"


class Stamp(Item):
    """What pays for its way."""

    artifact = models.ForeignKey(Postcard, on_delete=models.CASCADE, related_name="stamps")
    motif = models.CharField(max_length=60, blank=True)
    worth = models.DecimalField(max_digits=6, decimal_places=2, null=True, blank=True)

    class Meta(Item.Meta):
        verbose_name = "stamp"
        verbose_name_plural = "stamps"
