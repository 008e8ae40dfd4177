"""Somebody asks to be forgotten: what would go is told, the key is typed again, a receipt stays."""

from dataclasses import replace

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from metrics.importing import erasing, wording
from metrics.models import Erasure
from metrics.recalculation import questions
from metrics.store.terms import LONGEST_KEY
from metrics.web import foreseen
from pmm_workspace.accounts.policy import policy

RECEIPTS_ON_A_PAGE = 50


class SubjectForm(forms.Form):
    subject = forms.CharField(
        label=gettext_lazy("Id or e-mail address"),
        max_length=LONGEST_KEY,
        help_text=gettext_lazy("As a source writes it. Every other id of the same person goes too."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )


class AgainForm(SubjectForm):
    again = forms.CharField(
        label=gettext_lazy("Type it again"),
        max_length=LONGEST_KEY,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )

    def clean(self):
        said = super().clean()
        if said.get("subject") and said.get("again") and said["subject"] != said["again"]:
            self.add_error("again", _("This is not what you have typed before. Nothing was erased."))
        return said


@policy(read="manage")
def erasures(request):
    """The receipts; and, once somebody was named, what would go."""
    form = SubjectForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        return _confirm_page(request, AgainForm(initial={"subject": form.cleaned_data["subject"]}))
    receipts = Erasure.objects.select_related("created_by", "job")
    page = Paginator(receipts, RECEIPTS_ON_A_PAGE).get_page(request.GET.get("page"))
    told = {
        "form": form,
        "page": page,
        "receipts": [(receipt, wording.of_erased(receipt.counts)) for receipt in page],
        "is_under_way": any(receipt.job and receipt.job.is_open for receipt in page),
    }
    return render(request, "metrics/erasures.html", told, status=422 if request.method == "POST" else 200)


def _confirm_page(request, form, status=200):
    subject = form["subject"].value() or ""
    context = {"form": form, "subject": subject} | (_foreseen(request, subject) if subject else {})
    return render(request, "metrics/erase_confirm.html", context, status=status)


@require_POST
@policy(read="manage")
def erase_numbers(request):
    """Polled while they are counted."""
    form = SubjectForm(request.POST)
    context = _foreseen(request, form.cleaned_data["subject"]) if form.is_valid() else {}
    return render(request, "metrics/_erased.html", context)


def _foreseen(request, subject):
    """The person's key is kept until it is counted, and then nowhere."""
    answer = questions.ask("erasing", by=request.user, subject=subject)
    counts = answer.told.get("counts", {})
    numbers = replace(answer, told=answer.told.get("numbers", {}))
    return foreseen.shown(numbers) | {
        "ask": reverse("erase_numbers"),
        "found": wording.of_erased(counts),
        "is_unknown": len(counts) == 1,
    }


@require_POST
@policy(read="manage")
def erase(request):
    form = AgainForm(request.POST)
    if not form.is_valid():
        return _confirm_page(request, form, status=422)
    erasing.erase(form.cleaned_data["subject"], by=request.user)
    messages.success(request, _("The person is being erased. The receipt is below."))
    return redirect("erasures")
