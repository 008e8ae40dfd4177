"""What activation is: looked at, tried on the data there is, and set."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from metrics import recalculation, store
from metrics.definitions.limits import BACK
from metrics.models import CriteriaVersion, FunnelSettings
from metrics.readout import activation
from metrics.readout.candidates import FEW, ranked
from metrics.recalculation import questions
from metrics.recalculation.candidates import Counted
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
    days = settings.activation_days
    answer = questions.ask("candidates", by=request.user, days=days)
    counted = Counted(**answer.told) if answer.told else None
    return {
        "settings": settings,
        "few": FEW,
        "may_import": access.may(request.user, "import"),
        "is_ranking": answer.is_open,
        "poll_ranking": f"{reverse('activation_ranking')}?{request.GET.urlencode()}",
        "is_unranked": bool(answer.problem),
        "counted": counted,
        "rows": counted and ranked(counted),
        "back": {"first": days + 1, "last": days + BACK},
    }


@require_safe
@policy(read="see metrics")
def ranking(request):
    """Polled while the events are ranked."""
    return render(request, "metrics/_candidates.html", _ranking(request, store.settings()))


def _saved(request, form):
    before = store.settings().activation_version
    settings = recalculation.change_criteria(form.cleaned_data["criteria"], form.cleaned_data["days"], by=request.user)
    is_new = settings.activation_version != before
    messages.success(request, _("Saved. The numbers follow in a moment.") if is_new else _("Nothing was different."))
    return redirect("activation_criteria")


def _previewed(request, form):
    wanted = activation.in_words(form.cleaned_data["criteria"], form.cleaned_data["days"])
    return _page(request, form, wanted=wanted, **_foreseen(request, form))


def _foreseen(request, form):
    meant = recalculation.as_meant(FunnelSettings(), form.cleaned_data["criteria"], form.cleaned_data["days"])
    said = {"events": meant.activation, "match": meant.activation_match, "days": meant.activation_days}
    answer = questions.ask("criteria", by=request.user, **said)
    typed = {name: value for name, value in form.data.items() if name in form.fields}
    return foreseen.shown(answer) | {
        "poll": f"{reverse('activation_criteria_numbers')}?{urlencode(typed)}",
        "months": foreseen.rates(answer.told) if answer.told else [],
        "unknown": answer.told.get("unknown", []),
    }


@require_safe
@policy(read="import")
def criteria_numbers(request):
    """Polled while they are counted; about what was typed when that began."""
    form = CriteriaForm(request.GET)
    context = _foreseen(request, form) if form.is_valid() else {}
    return render(request, "metrics/_criteria_foreseen.html", context)


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
