"""The promise register as a page and a file."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from messaging import register
from messaging.keeping import Status
from messaging.promises import Promise
from metrics import csv_out
from pmm_workspace.accounts.access import may
from pmm_workspace.accounts.policy import policy
from pmm_workspace.artifacts import editing

PER_PAGE = 50


@policy(read="read drafts")
def promises(request):
    """Every promise: its proof, its metric against the threshold, its uses, and what was decided."""
    everything = register.entries(request.user)
    wanted = _wanted(request)
    found = register.narrowed(everything, **wanted)
    context = {
        "found": Paginator(found, PER_PAGE).get_page(request.GET.get("page")),
        "counts": register.counts(everything),
        "decisions": [(value or "none", label) for value, label in Promise.Decision.choices],
        "wanted": wanted,
        "may_edit": may(request.user, "edit"),
    }
    return render(request, "messaging/register.html", context)


@policy(read="read drafts")
def export(request):
    found = register.narrowed(register.entries(request.user), **_wanted(request))
    return csv_out.as_file("promises.csv", register.as_rows(found))


def _wanted(request):
    """What is asked for; a word that means nothing is left out."""
    status, decision = request.GET.get("status", ""), request.GET.get("decision", "")
    known = {value or "none" for value in Promise.Decision.values}
    return {
        "status": status if status in Status.values else "",
        "decision": decision if decision in known else "",
        "text": request.GET.get("q", "")[:200],
    }


@policy(read="edit")
@require_POST
def decide(request, pk):
    """What to do about one promise; it is an edit of the promise like any other."""
    promise = get_object_or_404(Promise.objects.visible_to(request.user), pk=pk)
    try:
        changes = {"decision": request.POST.get("decision", "")}
        editing.edit(promise, changes, base=promise.revision, by=request.user)
        messages.success(request, _("Decided: %(decision)s.") % {"decision": _said(changes["decision"])})
    except (ValidationError, editing.Conflict):
        messages.error(request, _("This is not one of the decisions, or somebody has just changed the promise."))
    return redirect("promises")


def _said(decision):
    return Promise.Decision(decision).label
