"""One of the people who decide or use: what they want, fear and say, and what moves them to change."""

from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from pmm_workspace.artifacts.budgets import Budget
from pmm_workspace.artifacts.completeness import DRAFT, Count, Filled, Rule, WithinBudget, called
from pmm_workspace.artifacts.fields import References, Within
from pmm_workspace.artifacts.models import Artifact, Item
from positioning.examples.persona import PERSONA
from positioning.models.segment import BuyerRole


class ForceType(models.TextChoices):
    """Two forces move a person towards the new, two hold them where they are."""

    PUSH = "push", _("Push of the present")
    PULL = "pull", _("Pull of the new")
    ANXIETY = "anxiety", _("Anxiety about the new")
    HABIT = "habit", _("Habit of the present")


@dataclass(frozen=True)
class FourForces(Rule):
    """Every job names all four forces: a change that nothing holds back has not been listened to."""

    name = "jobs"

    def gaps(self, document):
        for job in document.jobs:
            found = {force.type for force in document.forces if force.job == job.key}
            lacking = [str(label) for value, label in ForceType.choices if value not in found]
            if lacking:
                words = {"item": called(job), "forces": ", ".join(lacking)}
                yield f"jobs/{job.key}", gettext("%(item)s lacks: %(forces)s.") % words


class Persona(Artifact):
    """A person in the buying company, as somebody who has met several of them would describe one."""

    role = models.CharField(
        _("buyer role"),
        max_length=20,
        choices=BuyerRole,
        default=BuyerRole.OWNER,
        help_text=_("Whose yes this is in a purchase; the same argument does not move all four."),
    )
    job_title = models.CharField(
        _("job title"), max_length=160, blank=True, help_text=_("As on their cards, with the other names of it.")
    )
    segments = References(
        "positioning.Segment",
        most=5,
        verbose_name=_("segments"),
        help_text=_("Where the companies belong that they work for."),
    )
    in_one_sentence = models.CharField(
        _("in one sentence"),
        max_length=240,
        blank=True,
        help_text=_("What they are measured by and what keeps them from it."),
    )
    goals = models.TextField(
        _("goals"), blank=True, help_text=_("What they want to have achieved in a year, one per line.")
    )
    fears = models.TextField(
        _("fears"), blank=True, help_text=_("What could happen to them personally if this goes wrong.")
    )
    must_prove = models.TextField(
        _("what they must prove"),
        blank=True,
        help_text=_("To whom they answer for the purchase, and with which number."),
    )
    decision_criteria = models.TextField(
        _("decision criteria"), blank=True, help_text=_("What they compare, in the order of its weight.")
    )
    day_in_life = models.TextField(
        _("an ordinary day"), blank=True, help_text=_("Where the problem meets them, hour by hour.")
    )
    information_sources = models.TextField(
        _("whom they listen to"), blank=True, help_text=_("Colleagues, groups, newsletters, events: by name.")
    )
    words_they_use = models.TextField(
        _("words they use"), blank=True, help_text=_("One per line, as heard. These words belong on the page.")
    )

    icon = "circle-user-round"
    key = "e"
    example = PERSONA
    verification_period = 180
    purpose = _("One of the people who decide or use: goals, fears, words, and the four forces behind a change.")
    budgets = {"in_one_sentence": Budget(words=25, sentences=1)}
    completeness = [
        Filled("job_title", at=DRAFT),
        Filled("in_one_sentence"),
        WithinBudget("in_one_sentence"),
        Filled("goals"),
        Filled("fears"),
        Filled("words_they_use"),
        Count("jobs", 1),
        FourForces(),
        Count("quotes", 1),
    ]

    class Meta:
        verbose_name = _("persona")
        verbose_name_plural = _("personas")


class PersonaJob(Item):
    """Progress that somebody tries to make, and hires a product for."""

    artifact = models.ForeignKey(Persona, on_delete=models.CASCADE, related_name="jobs")
    situation = models.CharField(
        _("when"), max_length=240, blank=True, help_text=_("The moment in which the job comes up.")
    )
    motivation = models.CharField(
        _("I want to"), max_length=240, blank=True, help_text=_("What they try to do; no product is named.")
    )
    outcome = models.CharField(
        _("so that I can"), max_length=240, blank=True, help_text=_("What becomes possible once it is done.")
    )
    solution_today = models.CharField(
        _("hired today"), max_length=240, blank=True, help_text=_("Who or what does this job now.")
    )

    class Meta(Item.Meta):
        verbose_name = _("job to be done")
        verbose_name_plural = _("jobs to be done")


class Force(Item):
    """One reason to change, or not to."""

    artifact = models.ForeignKey(Persona, on_delete=models.CASCADE, related_name="forces")
    job = Within("jobs")
    type = models.CharField(_("force"), max_length=20, choices=ForceType, default=ForceType.PUSH)
    statement = models.TextField(_("in their words"), blank=True, help_text=_("As somebody said it, not as we would."))
    source = models.CharField(
        _("heard from"), max_length=200, blank=True, help_text=_("How many said so, where and when.")
    )

    class Meta(Item.Meta):
        verbose_name = _("force")
        verbose_name_plural = _("forces")


class PersonaQuote(Item):
    """A sentence that somebody like this has said."""

    artifact = models.ForeignKey(Persona, on_delete=models.CASCADE, related_name="quotes")
    words = models.TextField(_("quote"), blank=True, help_text=_("Verbatim; cut, but never improved."))
    said_by = models.CharField(
        _("said by"), max_length=160, blank=True, help_text=_("Role and kind of company; a name only with consent.")
    )
    said_on = models.DateField(_("said on"), null=True, blank=True)

    class Meta(Item.Meta):
        verbose_name = _("quote")
        verbose_name_plural = _("quotes")
