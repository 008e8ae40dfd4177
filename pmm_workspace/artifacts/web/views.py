"""Pages of documents: they translate a request to one call of the kernel and back."""

from uuid import uuid4

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from pmm_workspace.accounts.models import Product
from pmm_workspace.accounts.policy import policy
from pmm_workspace.artifacts import access, completeness, diff, document, editing, kinds, queries, review
from pmm_workspace.artifacts.models import Artifact, State
from pmm_workspace.artifacts.web import changes as asked
from pmm_workspace.artifacts.web.answers import conditional, refused, saved, told
from pmm_workspace.artifacts.web.forms import NewDocument
from pmm_workspace.artifacts.web.pages import EDIT, READ, REVIEW, Page


@policy(read="read")
def home(request):
    """What waits for this person, and what is newest."""
    user = request.user
    return render(
        request,
        "home.html",
        {
            "waiting": queries.waiting_for(user)[:5],
            "returned": queries.returned_to(user)[:5],
            "drafts": _drafts(user),
            "newest": queries.as_read_by(user, queries.found(user)[:8]),
            "kinds": _kinds_to_open(),
            "may": _may(request),
        },
    )


def _drafts(user):
    if not access.may(user, "edit"):
        return []
    return queries.found(user, state=State.DRAFT).filter(owner=user)[:5]


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
def inbox(request):
    user = request.user
    return render(request, "inbox.html", {"waiting": queries.waiting_for(user), "returned": queries.returned_to(user)})


@policy(read="read")
def search(request):
    text = request.GET.get("q", "")[:200]
    found = queries.as_read_by(request.user, queries.found(request.user, text)[:50]) if text.strip() else []
    return render(request, "artifacts/search.html", {"q": text, "found": found})


@policy(read="read")
def documents(request, kind):
    """All documents of a kind that this person may see."""
    model = kinds.kind_at(kind)
    text = request.GET.get("q", "")[:200]
    found = queries.found(request.user, text, kind=model._meta.model_name)
    return render(
        request,
        "artifacts/list.html",
        {"kind": model, "slug": kind, "q": text, "found": _paged(request, found), "may": _may(request)},
    )


def _paged(request, rows):
    page = Paginator(rows, 30).get_page(request.GET.get("page"))
    queries.as_read_by(request.user, page.object_list)
    return page


@policy(read="read")
def product(request, slug):
    found = get_object_or_404(Product.objects, slug=slug)
    rows = queries.as_read_by(request.user, queries.found(request.user, product=found))
    groups = [(model, [row for row in rows if row.kind == model._meta.model_name]) for model in kinds.kinds()]
    return render(request, "artifacts/product.html", {"product": found, "groups": groups, "may": _may(request)})


@policy(read="edit")
def new(request, kind):
    """A new document begins with its name; everything else is written on its page."""
    model = kinds.kind_at(kind)
    form = NewDocument(request.POST or None, initial={"op_id": uuid4(), "product": request.GET.get("product")})
    if request.method == "POST" and form.is_valid():
        return redirect(
            "document_edit", editing.create(model, form.changes(), by=request.user, op_id=form.cleaned_data["op_id"]).pk
        )
    return render(request, "artifacts/new.html", {"kind": model, "slug": kind, "form": form})


def _artifact(request, pk) -> Artifact:
    found = get_object_or_404(Artifact.objects.visible_to(request.user).with_versions(), pk=pk)
    return queries.as_read_by(request.user, [found])[0]


def _may(request):
    return {name: access.may(request.user, name) for name in ("edit", "review", "comment", "import")}


def _page(request, artifact, version, mode=READ, since=None):
    content = document.parse(kinds.kind(artifact.kind), version.content)
    remarks = list(queries.open_comments(artifact)) if access.may(request.user, "comment") else []
    changed = diff.between(since, content) if since else []
    return Page(artifact, content, mode, version.revision, changed, remarks)


def _context(request, page, version, **more):
    artifact = page.artifact
    seen = artifact.approved_id == version.pk
    return {
        "artifact": artifact,
        "page": page,
        "document": page.document,
        "version": version,
        "kind": page.document.model,
        "slug": kinds.slug(page.document.model),
        "is_approved_version": seen,
        "may": _may(request) | {"edit": access.may_edit(request.user, artifact)},
        "moves": review.possible(artifact, request.user),
        "gaps": completeness.gaps(page.document) if access.may(request.user, "read drafts") else [],
        "q": request.GET.get("q", "")[:200],
    } | more


def _template(artifact):
    meta = kinds.kind(artifact.kind)._meta
    return [f"{meta.app_label}/{meta.model_name}.html", "artifacts/plain.html"]


@policy(read="read")
def read(request, pk):
    """The version that this person may read: the newest for those who write, the approved one for the others."""
    artifact = _artifact(request, pk)
    version = access.readable_version(request.user, artifact)
    page = _page(request, artifact, version)
    return conditional(request, page, lambda: render(request, _template(artifact), _context(request, page, version)))


@policy(read="edit")
def edit(request, pk):
    artifact = _artifact(request, pk)
    if not access.may_edit(request.user, artifact):
        return redirect("document", pk)
    page = _page(request, artifact, artifact.latest, EDIT)
    context = _context(request, page, artifact.latest, save_words=asked.save_words())
    return render(request, _template(artifact), context)


@policy(read="read drafts")
def review_page(request, pk):
    """What changed since the approved version, marked, with the decision at hand."""
    artifact = _artifact(request, pk)
    since = _approved_document(artifact)
    page = _page(request, artifact, artifact.latest, REVIEW, since)
    last = artifact.moves.select_related("by").first()
    return render(request, _template(artifact), _context(request, page, artifact.latest, last_move=last))


def _approved_document(artifact):
    model = kinds.kind(artifact.kind)
    return document.parse(model, artifact.approved.content if artifact.approved else {})


@policy(read="read drafts")
def gaps(request, pk):
    artifact = _artifact(request, pk)
    page = _page(request, artifact, artifact.latest)
    return render(request, "artifacts/_gaps.html", _context(request, page, artifact.latest))


@policy(read="edit")
@require_POST
def save(request, pk):
    """Keep one field. Answers with the revision that holds it, both texts on a conflict, or what is wrong."""
    artifact = _artifact(request, pk)
    change = asked.save(request)
    try:
        version = editing.edit(artifact, change.changes, base=change.base, by=request.user, op_id=change.op_id)
    except (editing.Conflict, asked.ValidationError) as error:
        return refused(request, artifact, change, error)
    return saved(request, version, change)


def _number(text):
    return int(text) if text and text.isdecimal() and len(text) < 9 else None


@policy(read="read drafts")
@require_POST
def move(request, pk):
    """A step in review. The refusal says what stands in the way."""
    artifact = _artifact(request, pk)
    name = request.POST.get("move", "")
    if name not in review.TRANSITIONS:
        raise Http404
    seen = _number(request.POST.get("seen")) or 0
    try:
        done = review.move(artifact, name, seen=seen, by=request.user, note=request.POST.get("note", "")[:5000])
    except asked.ValidationError as error:
        return told(request, artifact, error)
    messages.success(request, asked.said(done))
    return redirect("document", pk)
