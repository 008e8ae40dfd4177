"""Days that people mark beside the numbers."""

from django import forms
from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from metrics.models import Annotation
from pmm_workspace.accounts.policy import policy


class DayForm(forms.ModelForm):
    class Meta:
        model = Annotation
        fields = ["day", "text"]
        widgets = {"day": forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})}


@require_POST
@policy(read="see metrics")
def add(request):
    form = DayForm(request.POST)
    if form.is_valid():
        form.instance.by = request.user
        form.save()
        messages.success(request, _("Marked."))
    else:
        messages.error(request, _("Nothing was marked: it takes a day and up to 120 characters."))
    return redirect(_back(request))


@require_POST
@policy(read="see metrics")
def remove(request, pk):
    get_object_or_404(Annotation, pk=pk).delete()
    messages.success(request, _("Removed."))
    return redirect(_back(request))


def _back(request):
    """The page where it was asked for, if it is one of ours."""
    wanted = request.POST.get("back", "")
    is_ours = wanted.startswith("/funnel/") and url_has_allowed_host_and_scheme(wanted, allowed_hosts=None)
    return f"{wanted if is_ours else reverse('funnel')}#days"
