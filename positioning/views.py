"""Pages of the market that are no documents."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import Count
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from pmm_workspace.accounts import access
from pmm_workspace.accounts.policy import policy
from positioning import synthesis, triage
from positioning.forms import DismissForm, KeepForm, NarrowForm, SeenForm
from positioning.models import Competitor, IntelItem


@policy(read="suggest")
def intel(request):
    """Observations: write one down, see what became of each."""
    form = SeenForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        triage.note(by=request.user, **form.cleaned_data)
        messages.success(request, _("Noted. Somebody will decide what it means."))
        return redirect("intel")
    state = request.GET.get("state", IntelItem.State.NEW)
    items = IntelItem.objects.filter(state=state).select_related("by", "decided_by", "competitor")
    page = Paginator(items, 20).get_page(request.GET.get("page"))
    may_edit = access.may(request.user, "edit")
    forms = _forms(page) if may_edit and state == IntelItem.State.NEW else []
    context = {"form": form, "found": page, "tabs": _tabs(state), "forms": forms, "state": state, "may_edit": may_edit}
    return render(request, "positioning/intel.html", context | {"is_asked": bool(form.errors)})


def _tabs(state):
    counts = dict(IntelItem.objects.order_by().values_list("state").annotate(Count("pk")))
    return [(value, label, counts.get(value, 0), value == state) for value, label in IntelItem.State.choices]


def _forms(page):
    """Every observation with its two ways to decide."""
    competitors = list(Competitor.objects.exclude(state="retired").order_by("title").values_list("pk", "title")[:200])
    return [
        (item, KeepForm(auto_id=f"keep-{item.pk}-%s", competitors=competitors), DismissForm(auto_id=f"no-{item.pk}-%s"))
        for item in page
    ]


@policy(read="edit")
@require_POST
def decide(request, pk):
    """Make an observation a fact of a competitor, or dismiss it."""
    item = get_object_or_404(IntelItem.objects, pk=pk)
    act = _kept if request.POST.get("what") == "keep" else _dismissed
    try:
        messages.success(request, act(request, item))
    except ValidationError as error:
        messages.error(request, error.messages[0])
    return redirect("intel")


def _kept(request, item):
    form = KeepForm(request.POST)
    if not form.is_valid():
        raise ValidationError(_("Choose the competitor that it is a fact of."))
    competitor = form.cleaned_data["competitor"]
    triage.keep(item, competitor, confidence=form.cleaned_data["confidence"], by=request.user)
    return _("Now a fact of %(name)s, in a draft that waits for review.") % {"name": competitor.title}


def _dismissed(request, item):
    form = DismissForm(request.POST)
    if not form.is_valid():
        raise ValidationError(_("Say why, so that nobody has to ask again."))
    triage.dismiss(item, reason=form.cleaned_data["reason"], by=request.user)
    return _("Dismissed, with your reason.")


@policy(read="read drafts")
def win_loss(request):
    """Reasons counted over interviews; what too few of them say is not shown."""
    form = NarrowForm(request.GET)
    narrowed = {name: value for name, value in form.cleaned_data.items() if value} if form.is_valid() else {}
    context = {
        "form": form,
        "is_narrowed": bool(narrowed),
        "found": synthesis.synthesis(synthesis.told_in(**narrowed)),
        "pattern": synthesis.ENOUGH_FOR_A_PATTERN,
        "conclusion": synthesis.ENOUGH_FOR_A_CONCLUSION,
    }
    return render(request, "positioning/win_loss.html", context)
