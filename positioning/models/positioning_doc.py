"""Where the product stands in the market, and why anyone should believe it."""

import re

from django.db import models
from django.utils import translation
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from pmm_workspace.accounts.models import Product
from pmm_workspace.artifacts.budgets import Budget
from pmm_workspace.artifacts.completeness import DRAFT, Check, Count, Each, Filled, Proven, WithinBudget
from pmm_workspace.artifacts.fields import References, Within
from pmm_workspace.artifacts.models import Artifact, Item
from positioning.examples.positioning_doc import POSITIONING
from positioning.hierarchy import NotForAbove

LIST_MARK = re.compile(r"^\s*(?:[-*+]|\d+[.)])\s+")
REASON = re.compile(r"\s*[:：]\s*|\s+[—–-]\s+")


def has_an_alternative_to_buying(document):
    """Most deals are lost to doing nothing, so a list of rivals alone is not the market."""
    rivals = [row.kind == Alternative.Kind.RIVAL for row in document.alternatives]
    return not rivals or not all(rivals)


def _product_name(document):
    return Product.objects.filter(pk=document.product).values_list("name", flat=True).first()


class PositioningDoc(Artifact):
    """For whom the product is the obvious choice, against what, and why they may believe it."""

    class Level(models.TextChoices):
        OVERARCHING = "overarching", _("The company as a whole")
        SEGMENT = "segment", _("One segment")
        PRODUCT = "product", _("One product")

    level = models.CharField(
        _("level"),
        max_length=20,
        choices=Level,
        default=Level.PRODUCT,
        help_text=_("A product stands under a segment or the company, a segment under the company."),
    )
    parent = References(
        "positioning.PositioningDoc",
        most=1,
        verbose_name=_("stands under"),
        help_text=_("What is left empty here is inherited from there; what it is not for, this is not for either."),
    )
    segments = References(
        "positioning.Segment",
        most=3,
        verbose_name=_("segments"),
        help_text=_("Who cares a lot, in detail."),
    )
    icp = models.TextField(
        _("ideal customer"),
        blank=True,
        help_text=_("Who cares a lot: name traits a seller can check before the first call."),
    )
    when_it_hurts = models.TextField(
        _("when it hurts"),
        blank=True,
        help_text=_("The event after which this customer starts to look, in the customer's own words."),
    )
    category = models.CharField(
        _("category"),
        max_length=120,
        blank=True,
        help_text=_("The shelf on which buyers look for you; use the words they type into a search box."),
    )
    frame_of_reference = models.TextField(
        _("frame of reference"),
        blank=True,
        help_text=_("What the buyer compares you with, and therefore expects from you without being told."),
    )
    value_proposition = models.TextField(
        _("value proposition"),
        blank=True,
        help_text=_("One sentence of up to 25 words: what changes for the customer, with a number if you have one."),
    )
    not_for = models.TextField(
        _("not for"),
        blank=True,
        help_text=_("Who should not buy, one per line; a clear no makes every yes more credible."),
    )

    target_customer = models.CharField(
        _("target customer"),
        max_length=160,
        blank=True,
        help_text=_("Completes “For …”: the people, in words they would use of themselves."),
    )
    need = models.CharField(
        _("need"),
        max_length=200,
        blank=True,
        help_text=_("Completes “who …”: begin with a verb, for example “need the numbers before the board meets”."),
    )
    key_benefit = models.CharField(
        _("key benefit"),
        max_length=200,
        blank=True,
        help_text=_("Completes “that …”: the compelling reason to buy, not a feature."),
    )
    primary_alternative = models.CharField(
        _("primary alternative"),
        max_length=160,
        blank=True,
        help_text=_("Completes “Unlike …”: what most customers would do if you did not exist."),
    )
    primary_differentiation = models.CharField(
        _("primary differentiation"),
        max_length=200,
        blank=True,
        help_text=_("Completes “our product …”: the one difference that a customer would repeat to a colleague."),
    )

    trends = models.TextField(
        _("relevant trends"),
        blank=True,
        help_text=_("Optional: why this matters now. Leave it empty rather than borrow a fashion."),
    )
    words_to_use = models.TextField(
        _("words to use"),
        blank=True,
        help_text=_("One word or phrase per line, taken from customers' mouths."),
    )
    words_to_avoid = models.TextField(
        _("words to avoid"),
        blank=True,
        help_text=_("One per line, with the reason: jargon, a rival's word, a promise we cannot keep."),
    )

    icon = "compass"
    example = POSITIONING
    verification_period = 180
    purpose = _("Who the product is for, against what, and why they may believe it. Everything else quotes it.")
    unsaid = ("words_to_avoid",)
    budgets = {
        "value_proposition": Budget(words=25, sentences=1),
        "differentiators.attribute": Budget(words=20),
        "reasons_to_believe.statement": Budget(sentences=2),
    }
    completeness = [
        Filled("icp", at=DRAFT),
        Filled("when_it_hurts"),
        Filled("category"),
        Filled("frame_of_reference"),
        Filled("value_proposition"),
        WithinBudget("value_proposition"),
        Count("alternatives", 3),
        Check(
            has_an_alternative_to_buying,
            _("Every alternative here is a rival product. Add what customers do when they buy nothing."),
            path="alternatives",
        ),
        Count("differentiators", 1),
        Each("differentiators", filled="value"),
        Proven("differentiators", references="proofs", within="reasons_to_believe"),
        Filled("target_customer"),
        Filled("need"),
        Filled("key_benefit"),
        Filled("primary_alternative"),
        Filled("primary_differentiation"),
        NotForAbove(),
    ]

    class Meta:
        verbose_name = _("positioning doc")
        verbose_name_plural = _("positioning docs")

    @classmethod
    def avoided(cls, content):
        """Of each line what stands before the colon or dash, and the reason after it."""
        lines = [LIST_MARK.sub("", line).strip(" \\*_") for line in content.words_to_avoid.splitlines()]
        parted = [REASON.split(line, maxsplit=1) for line in lines if line]
        return [(word.strip(' *_"“”«»「」'), "".join(reason)) for word, *reason in parted]

    @staticmethod
    def moore_sentence(document):
        """Geoffrey Moore's statement in the document's language; an empty slot shows its name in brackets."""
        with translation.override(document.language):
            slots = {
                "target_customer": document.target_customer or gettext("[target customer]"),
                "need": document.need or gettext("[need]"),
                "product": _product_name(document) or gettext("[product]"),
                "article": "an" if document.category[:1].lower() in tuple("aeiou") else "a",
                "category": document.category or gettext("[category]"),
                "key_benefit": document.key_benefit or gettext("[key benefit]"),
                "primary_alternative": document.primary_alternative or gettext("[primary alternative]"),
                "primary_differentiation": document.primary_differentiation or gettext("[primary differentiation]"),
            }
            # Translators: %(article)s is the English "a" or "an"; leave it out.
            sentence = gettext(
                "For %(target_customer)s who %(need)s, the %(product)s is %(article)s %(category)s that "
                "%(key_benefit)s. Unlike %(primary_alternative)s, our product %(primary_differentiation)s."
            )
        return sentence % slots


class Alternative(Item):
    """What a customer would do if the product did not exist."""

    class Kind(models.TextChoices):
        STATUS_QUO = "status_quo", _("Status quo")
        SPREADSHEET = "spreadsheet", _("Spreadsheet")
        HIRE = "hire", _("Hire someone")
        IN_HOUSE = "in_house", _("Built in-house")
        RIVAL = "rival", _("Rival product")

    artifact = models.ForeignKey(PositioningDoc, on_delete=models.CASCADE, related_name="alternatives")
    name = models.CharField(
        _("alternative"),
        max_length=160,
        blank=True,
        help_text=_("What they would really do, such as “three people and a shared spreadsheet”."),
    )
    kind = models.CharField(_("kind"), max_length=20, choices=Kind, default=Kind.STATUS_QUO)
    why_customers_choose_it = models.TextField(
        _("why customers choose it"),
        blank=True,
        help_text=_("Be fair: say it so that the customer who chose it would nod."),
    )
    where_it_falls_short = models.TextField(
        _("where it falls short"),
        blank=True,
        help_text=_("The moment at which it stops being good enough for our ideal customer."),
    )

    class Meta(Item.Meta):
        verbose_name = _("alternative")
        verbose_name_plural = _("alternatives")


class Differentiator(Item):
    """Something only this product has, and what the customer gains by it."""

    artifact = models.ForeignKey(PositioningDoc, on_delete=models.CASCADE, related_name="differentiators")
    attribute = models.CharField(
        _("what only we have"),
        max_length=240,
        blank=True,
        help_text=_("A fact someone else could check, not an adjective."),
    )
    value = models.TextField(
        _("so what"),
        blank=True,
        help_text=_("What the customer can do, stop doing or stop fearing because of it."),
    )
    against = models.CharField(
        _("against which alternative"),
        max_length=160,
        blank=True,
        help_text=_("The alternative that cannot say this."),
    )
    proofs = References(
        "messaging.Proof", verbose_name=_("proofs"), help_text=_("Proofs of the register; they tell when they expire.")
    )

    class Meta(Item.Meta):
        verbose_name = _("differentiator")
        verbose_name_plural = _("differentiators")


class ReasonToBelieve(Item):
    """The evidence under one differentiator."""

    class Type(models.TextChoices):
        DATA = "data", _("Data")
        CASE = "case", _("Case")
        MECHANICS = "mechanics", _("Product mechanics")

    artifact = models.ForeignKey(PositioningDoc, on_delete=models.CASCADE, related_name="reasons_to_believe")
    differentiator = Within("differentiators")
    type = models.CharField(_("type"), max_length=20, choices=Type, default=Type.DATA)
    statement = models.TextField(
        _("statement"),
        blank=True,
        help_text=_("What was measured or seen, with whom and how many."),
    )
    source = models.URLField(
        _("source"),
        max_length=500,
        blank=True,
        help_text=_("A link at which a sceptical buyer could check it."),
    )
    date = models.DateField(_("date"), null=True, blank=True, help_text=_("The day on which it was true."))
    expires_on = models.DateField(
        _("expires on"),
        null=True,
        blank=True,
        help_text=_("The day after which nobody should repeat it unchecked; a year is usual."),
    )

    class Meta(Item.Meta):
        verbose_name = _("reason to believe")
        verbose_name_plural = _("reasons to believe")


class RepositioningTrigger(Item):
    """Something that happened and may make this position untrue."""

    class Type(models.TextChoices):
        COMPETITOR = "competitor", _("A new competitor")
        REBRAND = "rebrand", _("A new brand")
        MARKET = "market", _("A new market")
        WHO_IS_IT_FOR = "who_is_it_for", _("Calls end with “who is this for?”")
        CHURN = "churn", _("Customers leave because they expected something else")

    artifact = models.ForeignKey(PositioningDoc, on_delete=models.CASCADE, related_name="repositioning_triggers")
    type = models.CharField(_("what happened"), max_length=20, choices=Type, default=Type.COMPETITOR)
    seen = models.TextField(_("what was seen"), blank=True, help_text=_("Where, how often, since when."))
    happened_on = models.DateField(_("since"), null=True, blank=True)
    answered = models.BooleanField(
        _("answered"), default=False, help_text=_("This text has been changed, or holds all the same.")
    )

    class Meta(Item.Meta):
        verbose_name = _("trigger to reposition")
        verbose_name_plural = _("triggers to reposition")
