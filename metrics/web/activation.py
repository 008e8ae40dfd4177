"""What activation is: looked at, tried on the data there is, and set."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from metrics import foreseeing, recalculation, store
from metrics.definitions.limits import BACK
from metrics.models import CriteriaVersion
from metrics.readout import activation
from metrics.readout.candidates import FEW, ranked
from metrics.recalculation import candidates
from metrics.store.engine import TooLong
from metrics.web import foreseen
from metrics.web.forms import CriteriaForm, NamedForm
from pmm_workspace.accounts import access
from pmm_workspace.accounts.policy import policy

VERSIONS = 20  # told


@policy(read="see metrics", write="import")
def criteria(request):
    if request.method != "POST":
        return _asked(request, store.settings())
    form = CriteriaForm(request.POST)
    if not form.is_valid():
        return _page(request, form, status=422)
    if request.POST.get("what") == "save":
        return _saved(request, form)
    return _previewed(request, form)


def _asked(request, settings):
    """With the event that the address names, if it does; and with the ranking if it is asked for."""
    named = NamedForm(request.GET)
    is_named = named.is_valid()
    events = [(named.cleaned_data["event"], named.cleaned_data["times"])] if is_named else None
    form = CriteriaForm.showing(settings, events or store.criteria(settings).events)
    ranking = _ranking(request, settings) if "rank" in request.GET else {}
    return _page(request, form, **ranking)


def _ranking(request, settings):
    try:
        counted = candidates.counted(settings.activation_days)
    except TooLong:
        messages.warning(request, _("Counting took too long to be waited for."))
        return {}
    days = settings.activation_days
    return {"counted": counted, "rows": ranked(counted), "back": {"first": days + 1, "last": days + BACK}}


def _saved(request, form):
    before = store.settings().activation_version
    settings = recalculation.change_criteria(form.cleaned_data["criteria"], form.cleaned_data["days"], by=request.user)
    is_new = settings.activation_version != before
    messages.success(request, _("Saved. The numbers follow in a moment.") if is_new else _("Nothing was different."))
    return redirect("activation_criteria")


def _previewed(request, form):
    criteria, days = form.cleaned_data["criteria"], form.cleaned_data["days"]
    wanted = activation.in_words(criteria, days)
    try:
        told = foreseeing.of_criteria(criteria, days)
    except TooLong:
        messages.warning(request, _("Counting took too long to be waited for. It can be saved without."))
        return _page(request, form, wanted=wanted)
    currency = request.member.workspace.currency
    shown = {"foreseen": foreseen.of(told, currency), "months": foreseen.rates(told, currency)}
    return _page(request, form, wanted=wanted, unknown=told["unknown"], **shown)


def _page(request, form, *, status=200, **more):
    settings = store.settings()
    context = {
        "form": form,
        "few": FEW,
        "settings": settings,
        "said": activation.said(settings),
        "versions": [
            (each, activation.in_words(store.criteria_of(each.events, each.match), each.days))
            for each in CriteriaVersion.objects.select_related("by")[:VERSIONS]
        ],
        "may_import": access.may(request.user, "import"),
        "is_recalculating": recalculation.is_under_way(),
    }
    return render(request, "metrics/activation_criteria.html", context | more, status=status)
