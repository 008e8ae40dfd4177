"""Beginning a document, and the templates to begin from."""

from uuid import uuid4

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from pmm_workspace.accounts.policy import policy
from pmm_workspace.artifacts import kinds, starting
from pmm_workspace.artifacts.models import Artifact, Template
from pmm_workspace.artifacts.web.forms import NewDocument


@policy(read="edit")
def new(request, kind):
    """A new document begins with its name and what to begin from; everything else is written on its page."""
    model = kinds.kind_at(kind)
    form = NewDocument(request.POST or None, initial={"op_id": uuid4(), "product": request.GET.get("product")})
    starts = starting.starts(model)
    chosen = request.POST.get("start", starting.EMPTY) if request.POST else request.GET.get("start", starts[0].key)
    if request.method == "POST" and form.is_valid():
        made = _begun(request, model, form, chosen)
        if made:
            return redirect("document_edit", made.pk)
    context = {"kind": model, "slug": kind, "form": form, "starts": starts, "chosen": chosen}
    return render(request, "artifacts/new.html", context)


def _begun(request, model, form, start):
    try:
        return starting.begin(model, form.changes(), start, by=request.user, op_id=form.cleaned_data["op_id"])
    except ValidationError as error:
        form.add_error(None, error.messages)
        return None


@policy(read="edit")
def templates(request):
    """The workspace's own templates, kind by kind."""
    rows = Template.objects.select_related("by").order_by("kind", "name")
    groups = [(model, [row for row in rows if row.kind == model._meta.model_name]) for model in kinds.kinds()]
    return render(request, "artifacts/templates.html", {"groups": [group for group in groups if group[1]]})


@policy(read="edit")
@require_POST
def save(request, pk):
    artifact = get_object_or_404(Artifact.objects.visible_to(request.user).with_versions(), pk=pk)
    if _told(request, lambda: starting.save_as_template(artifact, request.POST.get("name", ""), by=request.user)):
        messages.success(request, _("Saved. It is offered whenever somebody begins a new one."))
        return redirect("templates")
    return redirect("document", pk)


@policy(read="edit")
@require_POST
def change(request, pk):
    """Rename a template, or take it away."""
    template = get_object_or_404(Template.objects, pk=pk)
    if "remove" in request.POST:
        starting.remove(template, by=request.user)
        messages.success(request, _("The template is gone. Documents that began from it stay as they are."))
    elif _told(request, lambda: starting.rename(template, request.POST.get("name", ""), by=request.user)):
        messages.success(request, _("Renamed."))
    return redirect("templates")


def _told(request, act):
    """Whether it worked; otherwise the person is told why not."""
    try:
        act()
    except ValidationError as error:
        messages.error(request, error.messages[0])
        return False
    return True
