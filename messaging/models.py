"""What we say to the market, held up by proof."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from messaging import examples, lengths
from pmm_workspace.artifacts.budgets import Budget
from pmm_workspace.artifacts.completeness import DRAFT, Check, Count, Each, Filled, Proven, WithinBudget
from pmm_workspace.artifacts.fields import References, Within
from pmm_workspace.artifacts.models import Artifact, Item


class MessagingHouse(Artifact):
    """One message as the roof, claims as pillars, proof under every pillar."""

    core_message = models.TextField(
        _("core message"),
        blank=True,
        help_text=_("The roof: one sentence a customer could repeat to a colleague tomorrow."),
    )
    positioning_line = models.CharField(
        _("positioning line"),
        max_length=240,
        blank=True,
        help_text=_("The beam: why only we can say it, in one line of up to 25 words."),
    )
    category = models.CharField(
        _("category"),
        max_length=120,
        blank=True,
        help_text=_("The same category as in the positioning doc, word for word."),
    )
    tone = models.CharField(
        _("tone"),
        max_length=200,
        blank=True,
        help_text=_("Three adjectives and one “never”, such as “plain, exact, calm; never clever”."),
    )
    not_us = models.TextField(
        _("what we are not"),
        blank=True,
        help_text=_("Sentences we refuse to say even when they would sell, one per line."),
    )
    why = models.TextField(
        _("why"), blank=True, help_text=_("The story begins with the pain, in the customer's words.")
    )
    how = models.TextField(_("how"), blank=True, help_text=_("What becomes different, and by what means."))
    what = models.TextField(
        _("what"), blank=True, help_text=_("What the customer has in the end: the benefit, not the feature.")
    )
    one_liner = models.TextField(_("one-liner"), blank=True, help_text=_("About 25 words: a directory, a signature."))
    short_description = models.TextField(
        _("short description"), blank=True, help_text=_("About 50 words: a marketplace, an event.")
    )
    medium_description = models.TextField(
        _("medium description"), blank=True, help_text=_("About 100 words: a press release, a partner's page.")
    )
    long_description = models.TextField(
        _("long description"), blank=True, help_text=_("About 450 words: the page that tells everything.")
    )

    icon = "house"
    example = examples.HOUSE
    purpose = _("One core message, three to five pillars that carry it, and proof under every pillar.")
    shareable = ("core_message", "positioning_line", "category", *lengths.RUNGS)
    unsaid = ("tone", "not_us", "glossary.word", "glossary.reason")
    budgets = {
        "core_message": Budget(words=25, sentences=1),
        "positioning_line": Budget(words=25),
        "pillars.title": Budget(words=12),
        "pillars.message": Budget(words=50),
        "proof_points.summary": Budget(sentences=1),
        "segment_rows.promise": Budget(words=25),
        **lengths.BUDGETS,
    }
    completeness = [
        Filled("core_message", at=DRAFT),
        WithinBudget("core_message"),
        Count("pillars", 3, 5),
        Each("pillars", filled="title"),
        Each("pillars", filled="message"),
        Proven("pillars", references="proofs", within="proof_points"),
        Count("segment_rows", 1),
        Each("segment_rows", filled="pain"),
        Each("segment_rows", filled="promise"),
        Each("segment_rows", filled="proof"),
        Each("segment_rows", filled="call_to_action"),
        Check(lambda house: house.why or not (house.how or house.what), _("The story begins with why."), path="why"),
        *(lengths.Rung(name, length) for name, length in lengths.RUNGS.items()),
        lengths.FitsChannel("channel_lines", lengths.CHANNELS),
    ]

    class Meta:
        verbose_name = _("messaging house")
        verbose_name_plural = _("messaging houses")

    @classmethod
    def avoided(cls, content):
        return [(row.word, row.reason) for row in content.glossary if row.use == GlossaryWord.Use.AVOID and row.word]


class Pillar(Item):
    """One claim that carries the core message."""

    artifact = models.ForeignKey(MessagingHouse, on_delete=models.CASCADE, related_name="pillars")
    title = models.CharField(
        _("claim"),
        max_length=120,
        blank=True,
        help_text=_("A claim somebody could dispute (“Every number has a trail”), never a heading (“Security”)."),
    )
    message = models.TextField(
        _("message"),
        blank=True,
        help_text=_("Two sentences that a customer understands without knowing the product."),
    )
    promises = References(
        "messaging.Promise", verbose_name=_("promises"), most=5, help_text=_("What this claim promises, by reference.")
    )
    proofs = References(
        "messaging.Proof", verbose_name=_("proofs"), help_text=_("Proofs of the register; they tell when they expire.")
    )

    class Meta(Item.Meta):
        verbose_name = _("pillar")
        verbose_name_plural = _("pillars")


class ProofPoint(Item):
    """What a pillar stands on."""

    class Source(models.TextChoices):
        DATA = "data", _("Data")
        CUSTOMER = "customer", _("Customer")
        PARTNER = "partner", _("Partner")
        TECHNICAL = "technical", _("Technical")
        MARKET = "market", _("Market")

    class Reuse(models.TextChoices):
        ONE_TIME = "one_time", _("One-time")
        EVERGREEN = "evergreen", _("Evergreen")

    artifact = models.ForeignKey(MessagingHouse, on_delete=models.CASCADE, related_name="proof_points")
    pillar = Within("pillars")
    summary = models.TextField(
        _("summary"),
        blank=True,
        help_text=_("One sentence with who, how many and when; a rival must not be able to say the same."),
    )
    source_tag = models.CharField(_("source"), max_length=20, choices=Source, default=Source.DATA)
    reuse = models.CharField(_("reuse"), max_length=20, choices=Reuse, default=Reuse.EVERGREEN)
    customer_permission = models.BooleanField(
        _("customer gave permission"),
        default=False,
        help_text=_("Tick it only when the named customer agreed in writing."),
    )
    link = models.URLField(_("link"), max_length=500, blank=True, help_text=_("Where the evidence itself can be read."))
    date = models.DateField(_("date"), null=True, blank=True, help_text=_("The day on which it was true."))
    expires_on = models.DateField(
        _("expires on"),
        null=True,
        blank=True,
        help_text=_("The day after which nobody should repeat it unchecked; a year is usual."),
    )

    class Meta(Item.Meta):
        verbose_name = _("proof point")
        verbose_name_plural = _("proof points")


class SegmentRow(Item):
    """For one segment: from its pain to our promise, its proof and the next step."""

    artifact = models.ForeignKey(MessagingHouse, on_delete=models.CASCADE, related_name="segment_rows")
    segment = models.CharField(
        _("segment"),
        max_length=120,
        blank=True,
        help_text=_("People who share this pain, named so that a seller recognises them."),
    )
    pain = models.TextField(
        _("pain"),
        blank=True,
        help_text=_("What goes wrong today, in a sentence they have said to us."),
    )
    promise = models.TextField(
        _("promise"),
        blank=True,
        help_text=_("Up to 25 words that the product keeps in the first quarter."),
    )
    proof = models.TextField(
        _("proof"),
        blank=True,
        help_text=_("The one fact that makes this segment believe it."),
    )
    promises = References(
        "messaging.Promise",
        verbose_name=_("promises of the register"),
        most=5,
        help_text=_("The promises that this row makes; they tell when the product misses them."),
    )
    proofs = References(
        "messaging.Proof", verbose_name=_("proofs of the register"), help_text=_("What makes this segment believe it.")
    )
    call_to_action = models.CharField(
        _("call to action"),
        max_length=120,
        blank=True,
        help_text=_("One next step, beginning with a verb."),
    )

    class Meta(Item.Meta):
        verbose_name = _("segment row")
        verbose_name_plural = _("segment rows")


class RoleView(Item):
    """The same house seen by one role in the buying company."""

    class Role(models.TextChoices):
        IT = "it", _("IT")
        FINANCE = "finance", _("Finance")
        BUSINESS = "business", _("Business owner")
        USER = "user", _("User")

    artifact = models.ForeignKey(MessagingHouse, on_delete=models.CASCADE, related_name="role_views")
    role = models.CharField(_("role"), max_length=20, choices=Role, default=Role.BUSINESS)
    fear = models.CharField(
        _("what they fear"), max_length=240, blank=True, help_text=_("What goes wrong for them if this purchase fails.")
    )
    must_prove = models.CharField(
        _("what they must prove"), max_length=240, blank=True, help_text=_("To whom, and with which number or paper.")
    )
    message = models.TextField(_("message"), blank=True, help_text=_("Two sentences in their words, not in ours."))
    proofs = References("messaging.Proof", verbose_name=_("proofs"), help_text=_("What this role accepts as evidence."))
    objection = models.CharField(
        _("objection"), max_length=240, blank=True, help_text=_("What they say no with, as they say it.")
    )

    class Meta(Item.Meta):
        verbose_name = _("role view")
        verbose_name_plural = _("role views")


class HousePersona(Item):
    """Somebody the house speaks to; part of its foundation."""

    artifact = models.ForeignKey(MessagingHouse, on_delete=models.CASCADE, related_name="personas")
    name = models.CharField(
        _("persona"),
        max_length=120,
        blank=True,
        help_text=_("The role as it stands on a business card, such as “Financial controller”."),
    )
    cares_about = models.CharField(
        _("cares about"),
        max_length=240,
        blank=True,
        help_text=_("What this person is measured by, or loses sleep over."),
    )

    class Meta(Item.Meta):
        verbose_name = _("persona")
        verbose_name_plural = _("personas")


class ChannelLine(Item):
    """The message as one channel says it."""

    class Channel(models.TextChoices):
        SITE = "site", _("Site")
        EMAIL = "email", _("E-mail")
        PUSH = "push", _("Push message")
        IN_PRODUCT = "in_product", _("In the product")
        SOCIAL = "social", _("Social network")
        SALES = "sales", _("Sales")

    artifact = models.ForeignKey(MessagingHouse, on_delete=models.CASCADE, related_name="channel_lines")
    channel = models.CharField(_("channel"), max_length=20, choices=Channel, default=Channel.SITE)
    line = models.TextField(
        _("line"),
        blank=True,
        help_text=_("Words that fit: site 15, e-mail 60, push 12, in the product 20, social 40, sales 50."),
    )

    class Meta(Item.Meta):
        verbose_name = _("channel line")
        verbose_name_plural = _("channel lines")


class GlossaryWord(Item):
    """A word we use, or avoid, and why."""

    class Use(models.TextChoices):
        USE = "use", _("We say")
        AVOID = "avoid", _("We avoid")

    artifact = models.ForeignKey(MessagingHouse, on_delete=models.CASCADE, related_name="glossary")
    use = models.CharField(_("use"), max_length=10, choices=Use, default=Use.USE)
    word = models.CharField(_("word"), max_length=80, blank=True, help_text=_("A word or a short phrase."))
    reason = models.CharField(
        _("reason"), max_length=240, blank=True, help_text=_("Why, and what to say instead of a word we avoid.")
    )

    class Meta(Item.Meta):
        verbose_name = _("word")
        verbose_name_plural = _("words we use and avoid")


from messaging.promises import Promise, Proof  # noqa: E402 - they may stand on what is above

__all__ = [
    "ChannelLine",
    "GlossaryWord",
    "HousePersona",
    "MessagingHouse",
    "Pillar",
    "Promise",
    "Proof",
    "ProofPoint",
    "RoleView",
    "SegmentRow",
]
