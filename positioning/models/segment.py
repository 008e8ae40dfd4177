"""Who buys: the customers for whom the product is worth most, and how to tell them from the others."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from pmm_workspace.artifacts.budgets import Budget
from pmm_workspace.artifacts.completeness import DRAFT, Count, Each, Filled, WithinBudget
from pmm_workspace.artifacts.models import Artifact, Item
from positioning.examples.segment import SEGMENT
from positioning.models.interview import deals_that_name


class BuyerRole(models.TextChoices):
    """Whose yes a purchase needs."""

    OWNER = "owner", _("Business owner")
    FINANCE = "finance", _("Finance")
    IT = "it", _("IT")
    USER = "user", _("User")


class Segment(Artifact):
    """Customers that are alike in what makes them buy, described so that a seller can check it before a call."""

    # Other kinds have a field called `segment`; the header must not have one too.
    artifact_ptr = models.OneToOneField(Artifact, on_delete=models.CASCADE, parent_link=True, related_name="+")
    in_one_sentence = models.CharField(
        _("in one sentence"),
        max_length=240,
        blank=True,
        help_text=_("Who they are and what they have in common, so that a seller could name three of them."),
    )
    firmographics = models.TextField(
        _("industry, size, place"),
        blank=True,
        help_text=_("Traits that stand in a register or on a website: industry, people, countries, legal form."),
    )
    technographics = models.TextField(
        _("what they use already"),
        blank=True,
        help_text=_("Systems that must be there, or must not, and how you can tell from outside."),
    )
    jobs_to_be_done = models.TextField(
        _("jobs to be done"),
        blank=True,
        help_text=_("One per line: “When … we want to … so that …”."),
    )
    willingness_to_pay = models.TextField(
        _("willingness to pay"),
        blank=True,
        help_text=_("What they pay for the alternative today, and what they said or did when they saw our price."),
    )
    contract_value = models.CharField(
        _("expected contract value"),
        max_length=80,
        blank=True,
        help_text=_("A year's value as a range, with the number of contracts it is taken from."),
    )
    how_many = models.CharField(
        _("how many there are"),
        max_length=160,
        blank=True,
        help_text=_("Companies that fit, with the source and the month of the count."),
    )
    best_customers = models.TextField(
        _("best customers"),
        blank=True,
        help_text=_("Three to five who stay, pay and recommend: the evidence that this segment exists."),
    )

    icon = "target"
    key = "s"
    example = SEGMENT
    verification_period = 180
    purpose = _("Whom we want as customers, how to recognise them in a first call, and whom to leave alone.")
    budgets = {"in_one_sentence": Budget(words=25, sentences=1)}
    completeness = [
        Filled("in_one_sentence", at=DRAFT),
        WithinBudget("in_one_sentence"),
        Filled("firmographics"),
        Count("trigger_events", 1),
        Count("must_haves", 1),
        Each("must_haves", filled="question"),
        Count("disqualifiers", 1),
        Each("disqualifiers", filled="question"),
        Count("buying_committee", 1),
        Each("buying_committee", filled="cares_about"),
        Filled("jobs_to_be_done"),
        Filled("willingness_to_pay"),
        Filled("best_customers"),
    ]

    class Meta:
        verbose_name = _("segment")
        verbose_name_plural = _("segments")

    @classmethod
    def beside(cls, artifact, content, *, hides_drafts, hides_figures):
        """The lost deals and churned customers behind each disqualifier, by its key."""
        return deals_that_name(artifact, "disqualifiers", hides_drafts=hides_drafts)


class TriggerEvent(Item):
    """What happens to a company before it begins to look."""

    artifact = models.ForeignKey(Segment, on_delete=models.CASCADE, related_name="trigger_events")
    event = models.CharField(
        _("event"), max_length=200, blank=True, help_text=_("Something with a date, not a state of mind.")
    )
    how_to_notice = models.CharField(
        _("how to notice it"),
        max_length=240,
        blank=True,
        help_text=_("Where it shows from outside: a job post, a filing, a question in a trial."),
    )
    they_say = models.CharField(
        _("they say"), max_length=240, blank=True, help_text=_("The sentence in which buyers tell you of it.")
    )

    class Meta(Item.Meta):
        verbose_name = _("trigger event")
        verbose_name_plural = _("trigger events")


class MustHave(Item):
    """A condition without which the product does not work for them."""

    artifact = models.ForeignKey(Segment, on_delete=models.CASCADE, related_name="must_haves")
    condition = models.CharField(
        _("condition"), max_length=200, blank=True, help_text=_("True or false for each company, nothing between.")
    )
    question = models.CharField(
        _("ask"), max_length=240, blank=True, help_text=_("The question whose answer settles it in a first call.")
    )

    class Meta(Item.Meta):
        verbose_name = _("must-have")
        verbose_name_plural = _("must-haves")


class SegmentDisqualifier(Item):
    """Who looks like the segment and should not buy."""

    artifact = models.ForeignKey(Segment, on_delete=models.CASCADE, related_name="disqualifiers")
    condition = models.CharField(
        _("condition"), max_length=200, blank=True, help_text=_("What makes this customer a wrong one.")
    )
    question = models.CharField(
        _("ask"), max_length=240, blank=True, help_text=_("The question that brings it to light before the demo.")
    )
    reason = models.TextField(
        _("why not"), blank=True, help_text=_("The promise we could not keep, with a customer who left over it.")
    )
    instead = models.CharField(
        _("recommend instead"),
        max_length=200,
        blank=True,
        help_text=_("Who serves them better; they will remember it."),
    )

    quoted = "condition"
    relied_on = ("condition", "question")

    class Meta(Item.Meta):
        verbose_name = _("disqualifier")
        verbose_name_plural = _("disqualifiers")


class CommitteeMember(Item):
    """Somebody whose yes is needed, or whose no is enough."""

    artifact = models.ForeignKey(Segment, on_delete=models.CASCADE, related_name="buying_committee")
    role = models.CharField(_("role"), max_length=20, choices=BuyerRole, default=BuyerRole.OWNER)
    who = models.CharField(
        _("who"), max_length=160, blank=True, help_text=_("The title on their card, such as “financial controller”.")
    )
    cares_about = models.TextField(
        _("cares about"), blank=True, help_text=_("What they must prove to others once the contract is signed.")
    )
    can_veto = models.BooleanField(_("can say no alone"), default=False)

    class Meta(Item.Meta):
        verbose_name = _("member of the buying committee")
        verbose_name_plural = _("buying committee")
