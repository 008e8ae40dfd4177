"""How something new reaches the market, and how a product marketer grows into the job."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from launches import examples
from pmm_workspace.artifacts.budgets import Budget
from pmm_workspace.artifacts.completeness import DRAFT, Count, Each, Filled, WithinBudget
from pmm_workspace.artifacts.models import Artifact, Item
from pmm_workspace.artifacts.rules import Rule


class LaunchBrief(Artifact):
    """What ships, for whom, why, and how we will know that it worked."""

    class Tier(models.TextChoices):
        T1 = "t1", _("T1: changes who we are; one or two a year")
        T2 = "t2", _("T2: matters to many customers")
        T3 = "t3", _("T3: a small improvement")

    what_ships = models.TextField(
        _("what ships"),
        blank=True,
        help_text=_("What a customer can do on launch day that was impossible the day before."),
    )
    for_whom = models.TextField(
        _("for whom"),
        blank=True,
        help_text=_("The segment that gains first, and how we recognise it in our own data."),
    )
    customer_problem = models.TextField(
        _("why: the customer's problem"),
        blank=True,
        help_text=_("What it costs them today, in their words and in their numbers."),
    )
    business_reason = models.TextField(
        _("why: our business reason"),
        blank=True,
        help_text=_("What it changes for us if it works, and why now."),
    )
    tier = models.CharField(
        _("tier"),
        max_length=2,
        choices=Tier,
        blank=True,
        help_text=_("Set early by PM and PMM together, because it decides the activities."),
    )
    launch_date = models.DateField(
        _("launch date"),
        null=True,
        blank=True,
        help_text=_("The day on which customers can use it, not the day of the announcement."),
    )
    key_message = models.TextField(
        _("key message"),
        blank=True,
        help_text=_("One sentence of up to 25 words; every asset says this and little else."),
    )
    internal_communications = models.TextField(
        _("internal communications"),
        blank=True,
        help_text=_("Who hears what from whom and by which day, before any customer does."),
    )
    risks = models.TextField(
        _("risks"),
        blank=True,
        help_text=_("What could go wrong, how we would notice, and who acts."),
    )
    rollback = models.TextField(
        _("rollback"),
        blank=True,
        help_text=_("What we undo, what we say to customers, and who decides."),
    )

    icon = "rocket"
    key = "l"
    example = examples.BRIEF
    purpose = _("What ships, for whom, why, how it is measured, and what happens in the first 30 days.")
    budgets = {
        "key_message": Budget(words=25, sentences=1),
    }
    review = Rule(roles=("pm",))
    completeness = [
        Filled("what_ships", at=DRAFT),
        Filled("for_whom"),
        Filled("customer_problem"),
        Filled("business_reason"),
        Filled("tier"),
        Filled("launch_date"),
        Filled("key_message"),
        WithinBudget("key_message"),
        Count("metrics", 1, 5),
        Each("metrics", filled="baseline"),
        Each("metrics", filled="target"),
        Each("metrics", filled="due"),
        Each("metrics", filled="owner"),
        Count("assets", 1),
        Filled("internal_communications"),
        Count("first_30_days", 1),
    ]

    class Meta:
        verbose_name = _("launch brief")
        verbose_name_plural = _("launch briefs")


class LaunchMetric(Item):
    """One of the three to five numbers that will say whether the launch worked."""

    artifact = models.ForeignKey(LaunchBrief, on_delete=models.CASCADE, related_name="metrics")
    name = models.CharField(
        _("metric"),
        max_length=160,
        blank=True,
        help_text=_("A share or a rate that shows use, not a count that can only grow."),
    )
    baseline = models.CharField(
        _("baseline"),
        max_length=80,
        blank=True,
        help_text=_("The value today, recorded before the launch."),
    )
    target = models.CharField(
        _("target"),
        max_length=80,
        blank=True,
        help_text=_("The value that would make us call it a success."),
    )
    due = models.DateField(_("due"), null=True, blank=True, help_text=_("The day on which we read it."))
    owner = models.CharField(
        _("owner"),
        max_length=120,
        blank=True,
        help_text=_("One name: who explains the number on that day."),
    )

    class Meta(Item.Meta):
        verbose_name = _("metric")
        verbose_name_plural = _("metrics")


class LaunchAsset(Item):
    """One piece of the launch kit."""

    class Kind(models.TextChoices):
        PRESS = "press", _("Press")
        CONTENT = "content", _("Content")
        SOCIAL = "social", _("Social")
        LANDING_PAGE = "landing_page", _("Landing page")
        EMAIL = "email", _("E-mail")
        SALES = "sales", _("Sales")

    artifact = models.ForeignKey(LaunchBrief, on_delete=models.CASCADE, related_name="assets")
    asset = models.CharField(
        _("asset"),
        max_length=160,
        blank=True,
        help_text=_("What it is and what it should make the reader do."),
    )
    kind = models.CharField(_("kind"), max_length=20, choices=Kind, default=Kind.CONTENT)
    owner = models.CharField(
        _("owner"),
        max_length=120,
        blank=True,
        help_text=_("One name: who delivers it, not who helps."),
    )
    due = models.DateField(
        _("due"),
        null=True,
        blank=True,
        help_text=_("The day on which it is in review; press needs six weeks, an e-mail two."),
    )
    link = models.URLField(_("link"), max_length=500, blank=True, help_text=_("Where the current state can be seen."))
    is_ready = models.BooleanField(
        _("ready"),
        default=False,
        help_text=_("Tick it when it could go out today without another question."),
    )

    class Meta(Item.Meta):
        verbose_name = _("asset")
        verbose_name_plural = _("assets")


class AdoptionStep(Item):
    """What we say in the first 30 days so that buyers become users."""

    class Days(models.TextChoices):
        WEEK_1 = "1-7", _("Days 1–7")
        WEEK_2 = "8-14", _("Days 8–14")
        WEEK_3 = "15-21", _("Days 15–21")
        WEEK_4 = "22-30", _("Days 22–30")

    artifact = models.ForeignKey(LaunchBrief, on_delete=models.CASCADE, related_name="first_30_days")
    days = models.CharField(_("days"), max_length=10, choices=Days, default=Days.WEEK_1)
    message = models.TextField(
        _("message"),
        blank=True,
        help_text=_("What the customer should do next, and what they gain at once."),
    )
    channel = models.CharField(
        _("channel"),
        max_length=120,
        blank=True,
        help_text=_("Where they already are at that moment."),
    )
    trigger = models.CharField(
        _("trigger"),
        max_length=200,
        blank=True,
        help_text=_("What they did, or did not do, that sets it off."),
    )
    owner = models.CharField(_("owner"), max_length=120, blank=True, help_text=_("One name."))

    class Meta(Item.Meta):
        verbose_name = _("step of the first 30 days")
        verbose_name_plural = _("steps of the first 30 days")


class GoNoGoCriterion(Item):
    """What has to be true three days before the launch."""

    artifact = models.ForeignKey(LaunchBrief, on_delete=models.CASCADE, related_name="go_no_go")
    criterion = models.CharField(
        _("criterion"),
        max_length=240,
        blank=True,
        help_text=_("A sentence that is plainly true or false on the day of the decision."),
    )
    owner = models.CharField(
        _("who says so"),
        max_length=120,
        blank=True,
        help_text=_("One name: whose word counts for this criterion."),
    )
    is_met = models.BooleanField(_("met"), default=False)

    class Meta(Item.Meta):
        verbose_name = _("go or no-go criterion")
        verbose_name_plural = _("go or no-go criteria")


class Phase(models.TextChoices):
    DAY_30 = "30", _("Day 30: learn")
    DAY_60 = "60", _("Day 60: decide")
    DAY_90 = "90", _("Day 90: run")


class Plan(Artifact):
    """The first 90 days of a product marketer: learn, decide, run."""

    person = models.CharField(
        _("person"),
        max_length=120,
        blank=True,
        help_text=_("Whose first 90 days these are."),
    )
    role = models.CharField(
        _("role"),
        max_length=160,
        blank=True,
        help_text=_("The role, and the goal it owns rather than the outputs it makes."),
    )
    starts_on = models.DateField(
        _("starts on"), null=True, blank=True, help_text=_("Day 1; the phases follow from it.")
    )

    icon = "calendar-range"
    example = examples.PLAN
    purpose = _("The first 90 days in a role: goals, tasks and the evidence that they are done.")
    budgets = {
        "goals.goal": Budget(words=25),
        "promise_vs_reality.promise": Budget(words=25),
    }
    completeness = [
        Filled("person", at=DRAFT),
        Filled("role"),
        Filled("starts_on"),
        Count("goals", 1),
        Each("goals", filled="why"),
        Count("tasks", 1),
        Each("tasks", filled="evidence_of_done"),
        Count("promise_vs_reality", 1),
        Count("inputs", 1, 2),
        Count("rituals", 1),
    ]

    class Meta:
        verbose_name = _("30-60-90 plan")
        verbose_name_plural = _("30-60-90 plans")


class PhaseGoal(Item):
    """What is different at the end of a phase."""

    artifact = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="goals")
    phase = models.CharField(_("phase"), max_length=2, choices=Phase, default=Phase.DAY_30)
    goal = models.CharField(
        _("goal"),
        max_length=240,
        blank=True,
        help_text=_("What will be true on that day that is not true now."),
    )
    why = models.TextField(_("why"), blank=True, help_text=_("What the company can decide or do once it is true."))

    class Meta(Item.Meta):
        verbose_name = _("goal")
        verbose_name_plural = _("goals")


class PhaseTask(Item):
    """Work that ends in something others can see."""

    artifact = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="tasks")
    phase = models.CharField(_("phase"), max_length=2, choices=Phase, default=Phase.DAY_30)
    task = models.CharField(
        _("task"), max_length=240, blank=True, help_text=_("One piece of work, beginning with a verb.")
    )
    output = models.CharField(
        _("output"),
        max_length=200,
        blank=True,
        help_text=_("The document, decision or number that remains afterwards."),
    )
    evidence_of_done = models.CharField(
        _("evidence of done"),
        max_length=240,
        blank=True,
        help_text=_("What somebody else could check without asking you."),
    )
    due = models.DateField(_("due"), null=True, blank=True)
    is_done = models.BooleanField(_("done"), default=False)

    class Meta(Item.Meta):
        verbose_name = _("task")
        verbose_name_plural = _("tasks")


class PromiseGap(Item):
    """One place where we promise one thing and the product gives another; the list of day 30."""

    artifact = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="promise_vs_reality")
    promise = models.CharField(
        _("we promise"),
        max_length=240,
        blank=True,
        help_text=_("The words as the customer read or heard them."),
    )
    reality = models.TextField(
        _("the product gives"),
        blank=True,
        help_text=_("What really happens, with the number that shows it."),
    )
    source = models.CharField(
        _("source"),
        max_length=240,
        blank=True,
        help_text=_("Where both were seen: the page, the cohort, the calls."),
    )

    class Meta(Item.Meta):
        verbose_name = _("gap between promise and reality")
        verbose_name_plural = _("gaps between promise and reality")


class ChosenInput(Item):
    """One of the one or two numbers we can move ourselves; the choice of day 60."""

    artifact = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="inputs")
    input = models.CharField(
        _("input"),
        max_length=160,
        blank=True,
        help_text=_("A number that moves when we act, unlike the North Star that follows it."),
    )
    why = models.TextField(
        _("why this one"), blank=True, help_text=_("The evidence that it moves what the business wants.")
    )
    lever = models.CharField(
        _("lever"),
        max_length=240,
        blank=True,
        help_text=_("The message, campaign or training that will move it."),
    )

    class Meta(Item.Meta):
        verbose_name = _("chosen input")
        verbose_name_plural = _("chosen inputs")


class Ritual(Item):
    """What keeps running after day 90 without its author."""

    artifact = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="rituals")
    name = models.CharField(
        _("ritual"),
        max_length=160,
        blank=True,
        help_text=_("A review, template or checklist that others use too."),
    )
    rhythm = models.CharField(_("rhythm"), max_length=80, blank=True, help_text=_("How often, and on which day."))
    people = models.CharField(
        _("people"),
        max_length=200,
        blank=True,
        help_text=_("Who takes part: PM, Growth, Sales, and who leads."),
    )

    class Meta(Item.Meta):
        verbose_name = _("ritual")
        verbose_name_plural = _("rituals")
