"""Pages of review: where each person begins, what waits for them, and the steps that a document takes."""

from zoneinfo import ZoneInfo

from django import forms
from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django.views.decorators.http import require_POST

from pmm_workspace.accounts.policy import policy
from pmm_workspace.artifacts import access, document, kinds, queries, review, ripple
from pmm_workspace.artifacts.models import State
from pmm_workspace.artifacts.web import changes as asked
from pmm_workspace.artifacts.web.answers import told
from pmm_workspace.artifacts.web.pages import REVIEW
from pmm_workspace.artifacts.web.remarking import remarks_on
from pmm_workspace.artifacts.web.showing import artifact_of, context_of, may, page_of, template_of
from pmm_workspace.artifacts.web.tracing import carried

FEW = 5


@policy(read="read")
def home(request):
    """What waits for this person, what expires, and what is newest."""
    user = request.user
    return render(
        request,
        "home.html",
        {
            "waiting": queries.waiting_for(user)[:FEW],
            "returned": queries.returned_to(user)[:FEW],
            "expiring": queries.as_read_by(user, queries.expiring(user)[:FEW]),
            "drafts": _drafts(user),
            "newest": _newest(user),
            "kinds": _kinds_to_open(),
            "may": may(request) | {"see_metrics": access.may(user, "see metrics")},
        },
    )


def _newest(user):
    """What changed last: for who reads no drafts, what changed for readers."""
    if access.may(user, "read drafts"):
        return queries.as_read_by(user, queries.found(user)[:8])
    return queries.new_to_readers(user, most=8)


def _drafts(user):
    if not access.may(user, "edit"):
        return []
    return queries.found(user, state=State.DRAFT).filter(owner=user)[:FEW]


def _kinds_to_open():
    return [
        {
            "label": model._meta.verbose_name_plural,
            "url": reverse("documents", args=[kinds.slug(model)]),
            "model": model,
        }
        for model in kinds.kinds()
    ]


@policy(read="read drafts")
def review_page(request, pk):
    """What changed since the approved version, marked, with the decision at hand."""
    artifact = artifact_of(request, pk)
    page = page_of(request, artifact, artifact.latest, REVIEW, _approved_document(artifact))
    more = {
        "last_move": artifact.moves.select_related("by").first(),
        "concision": remarks_on(request.user, artifact, page.document),
        "ripple": SimpleLazyObject(lambda: ripple.lines(artifact, artifact.latest)),
    }
    return render(request, template_of(artifact), context_of(request, page, artifact.latest, **more))


def _approved_document(artifact):
    model = kinds.kind(artifact.kind)
    return document.parse(model, artifact.approved.content if artifact.approved else {})


class Step(forms.Form):
    """What a step in review may be told. Times are the workspace's."""

    note = forms.CharField(max_length=5000, required=False)
    reviewers = forms.TypedMultipleChoiceField(coerce=int, required=False, empty_value=None)
    due = forms.DateField(required=False)
    publish_at = forms.DateTimeField(required=False)

    def __init__(self, data):
        super().__init__(data)
        sent = [pk for pk in data.getlist("reviewers") if pk.isdecimal() and len(pk) < 19]
        self.fields["reviewers"].choices = [(pk, pk) for pk in sent]

    def wishes(self):
        """Only what was asked for; raises ValidationError by field."""
        if not self.is_valid():
            raise asked.ValidationError({name: list(errors) for name, errors in self.errors.items()})
        return {name: value for name, value in self.cleaned_data.items() if value not in (None, "")}


@policy(read="read drafts")
@require_POST
def move(request, pk):
    """A step in review. The refusal says what stands in the way; unseen changes are shown with it."""
    artifact = artifact_of(request, pk)
    name = request.POST.get("move", "")
    if name not in review.TRANSITIONS:
        raise Http404
    try:
        with timezone.override(ZoneInfo(request.member.workspace.timezone)):
            done = review.move(artifact, name, seen=_seen(request), by=request.user, **Step(request.POST).wishes())
    except review.ChangedSince as error:
        return _changed_since(request, artifact_of(request, pk), name, error)
    except asked.ValidationError as error:
        return told(request, artifact, error)
    messages.success(request, asked.said(done))
    if name == "approve" and done.artifact.approved_id == done.version_id:
        carried(request, done.artifact)
    return redirect("document", pk)


def _seen(request):
    text = request.POST.get("seen", "")
    return int(text) if text.isdecimal() and len(text) < 10 else 0


def _changed_since(request, artifact, name, error):
    """Exactly what this person has not seen, and the same step for the text as it is now."""
    context = {
        "artifact": artifact,
        "changes": error.unseen,
        "said": error.messages[0],
        "name": name,
        "step": review.TRANSITIONS[name],
        "sent": request.POST,
        "may": may(request),
    }
    return render(request, "artifacts/changed_since.html", context, status=422)
