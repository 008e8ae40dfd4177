"""What sellers need in the moment a buyer asks."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from enablement import examples
from pmm_workspace.artifacts.budgets import Budget
from pmm_workspace.artifacts.completeness import DRAFT, Count, Each, Filled, WithinBudget
from pmm_workspace.artifacts.fields import References
from pmm_workspace.artifacts.models import Artifact, Item


class Battlecard(Artifact):
    """What to say when a competitor is in the deal."""

    class Threat(models.TextChoices):
        LOW = "low", _("Low")
        MEDIUM = "medium", _("Medium")
        HIGH = "high", _("High")

    segments = References(
        "positioning.Segment",
        most=3,
        tells="disqualifiers",
        verbose_name=_("segments"),
        help_text=_("Whose deals this card is for: whom to leave alone there stands first on it."),
    )
    competitor = models.CharField(
        _("competitor"),
        max_length=120,
        blank=True,
        db_index=True,
        help_text=_("The name as buyers say it; “a spreadsheet” and “doing nothing” are competitors too."),
    )
    one_liner = models.CharField(
        _("in buyers' words"),
        max_length=240,
        blank=True,
        help_text=_("“They are [what] for [whom], known for [strongest claim]”, as a buyer would put it."),
    )
    threat = models.CharField(_("threat"), max_length=10, choices=Threat, default=Threat.MEDIUM)
    quick_dismiss = models.CharField(
        _("say this first"),
        max_length=240,
        blank=True,
        help_text=_("Up to 25 words to say aloud when the name comes up; true even with the rival in the room."),
    )
    how_they_pitch = models.TextField(
        _("how they pitch"),
        blank=True,
        help_text=_("Their story as they tell it, without our comment."),
    )
    they_say_about_us = models.TextField(
        _("what they say about us"),
        blank=True,
        help_text=_("The line buyers repeat to us, as near to verbatim as you have it."),
    )
    our_answer = models.TextField(
        _("our answer"),
        blank=True,
        help_text=_("Concede what is true, then say what it misses; three sentences at most."),
    )
    why_we_win = models.TextField(
        _("why we win"),
        blank=True,
        help_text=_("The pattern of won deals in two sentences a seller can say aloud."),
    )
    why_we_lose = models.TextField(
        _("why we lose"),
        blank=True,
        help_text=_("The honest pattern of lost deals; a card without it is not believed."),
    )
    strengths_to_acknowledge = models.TextField(
        _("strengths to acknowledge"),
        blank=True,
        help_text=_("What they do well and how to say so without giving the deal away."),
    )
    their_price = models.TextField(
        _("their price"),
        blank=True,
        help_text=_("Model and figures, with the month in which they were seen."),
    )
    our_price = models.TextField(
        _("our price"),
        blank=True,
        help_text=_("The figure for the same customer, on the same terms."),
    )
    how_to_compare = models.TextField(
        _("how to compare"),
        blank=True,
        help_text=_("One sentence that makes both prices comparable: per month, per entity, with services."),
    )

    icon = "swords"
    key = "b"
    example = examples.BATTLECARD
    when_expired = _("Ask before quoting prices")
    purpose = _("What a seller says when a competitor is named: answers, landmines, and when not to sell.")
    unsaid = ("how_they_pitch", "they_say_about_us", "objections.they_say", "traps_to_avoid.trap")
    budgets = {
        "quick_dismiss": Budget(words=25),
        "how_they_pitch": Budget(words=50),
        "our_answer": Budget(words=50, sentences=3),
        "why_we_win": Budget(words=50),
        "why_we_lose": Budget(words=50),
        "objections.we_say": Budget(sentences=3),
    }
    completeness = [
        Filled("competitor", at=DRAFT),
        Filled("one_liner"),
        Filled("quick_dismiss"),
        WithinBudget("quick_dismiss"),
        Filled("they_say_about_us"),
        Filled("our_answer"),
        Filled("why_we_win"),
        Filled("why_we_lose"),
        Count("objections", 1),
        Each("objections", filled="they_say"),
        Each("objections", filled="we_say"),
        WithinBudget("objections.we_say"),
        Count("landmines", 1),
        Count("disqualifiers", 1),
    ]

    class Meta:
        verbose_name = _("battlecard")
        verbose_name_plural = _("battlecards")


class Objection(Item):
    """What a buyer holds against us, and what to answer."""

    artifact = models.ForeignKey(Battlecard, on_delete=models.CASCADE, related_name="objections")
    they_say = models.CharField(
        _("they say"),
        max_length=200,
        blank=True,
        help_text=_("In the customer's words, as heard on a call."),
    )
    reframe = models.CharField(
        _("reframe"),
        max_length=240,
        blank=True,
        help_text=_("The better question behind the objection."),
    )
    we_say = models.TextField(
        _("we say"),
        blank=True,
        help_text=_("Up to three sentences a seller can say aloud."),
    )
    proof = models.CharField(
        _("proof"),
        max_length=240,
        blank=True,
        help_text=_("The fact to show when they ask “says who?”."),
    )

    class Meta(Item.Meta):
        verbose_name = _("objection")
        verbose_name_plural = _("objections")


class Landmine(Item):
    """A question worth asking early, because the rival answers it badly."""

    artifact = models.ForeignKey(Battlecard, on_delete=models.CASCADE, related_name="landmines")
    question = models.CharField(
        _("ask"),
        max_length=240,
        blank=True,
        help_text=_("An open question the buyer is glad to be asked, not a trick."),
    )
    exposes = models.CharField(
        _("what it exposes"),
        max_length=240,
        blank=True,
        help_text=_("The structural weakness behind the answer."),
    )
    follow_up = models.TextField(
        _("follow up"),
        blank=True,
        help_text=_("What to say or show once they have answered."),
    )

    class Meta(Item.Meta):
        verbose_name = _("landmine")
        verbose_name_plural = _("landmines")


class Trap(Item):
    """Where the rival wants the conversation to go."""

    artifact = models.ForeignKey(Battlecard, on_delete=models.CASCADE, related_name="traps_to_avoid")
    trap = models.CharField(
        _("trap"),
        max_length=240,
        blank=True,
        help_text=_("The question or comparison they plant with the buyer."),
    )
    guard = models.TextField(
        _("guard"),
        blank=True,
        help_text=_("How to step around it in one or two sentences."),
    )

    class Meta(Item.Meta):
        verbose_name = _("trap to avoid")
        verbose_name_plural = _("traps to avoid")


class TalkTrackStep(Item):
    """One step of the conversation, in the order it is spoken."""

    class Part(models.TextChoices):
        OPENER = "opener", _("Opener")
        DISCOVERY = "discovery", _("Discovery")
        PAIN = "pain", _("Pain")
        PROMISE = "promise", _("Promise")
        PROOF = "proof", _("Proof")
        TRANSITION = "transition", _("Transition")
        CALL_TO_ACTION = "call_to_action", _("Call to action")
        DO_NOT_SAY = "do_not_say", _("Do not say")

    artifact = models.ForeignKey(Battlecard, on_delete=models.CASCADE, related_name="talk_track")
    part = models.CharField(_("part"), max_length=20, choices=Part, default=Part.OPENER)
    text = models.TextField(
        _("text"),
        blank=True,
        help_text=_("Spoken language: read it aloud before you save it."),
    )

    class Meta(Item.Meta):
        verbose_name = _("talk track step")
        verbose_name_plural = _("talk track steps")


class Disqualifier(Item):
    """When not to sell: a deal we should leave, and how to leave it well."""

    artifact = models.ForeignKey(Battlecard, on_delete=models.CASCADE, related_name="disqualifiers")
    condition = models.CharField(
        _("when"),
        max_length=200,
        blank=True,
        help_text=_("A condition that is plainly true or false of a company."),
    )
    why = models.TextField(
        _("why"),
        blank=True,
        help_text=_("The promise we could not keep to this customer."),
    )
    how_to_detect = models.CharField(
        _("how to find out"),
        max_length=240,
        blank=True,
        help_text=_("The question that settles it within the first call."),
    )
    say_instead = models.TextField(
        _("say instead"),
        blank=True,
        help_text=_("How to step back, and what to recommend, so that they return when it fits."),
    )

    class Meta(Item.Meta):
        verbose_name = _("disqualifier")
        verbose_name_plural = _("disqualifiers")
