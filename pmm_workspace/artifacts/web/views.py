"""Pages of documents: they translate a request to one call of the kernel and back."""

from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from pmm_workspace.accounts.models import Product
from pmm_workspace.accounts.policy import policy
from pmm_workspace.artifacts import access, editing, kinds, queries, verification
from pmm_workspace.artifacts.web import changes as asked
from pmm_workspace.artifacts.web.answers import conditional, refused, saved
from pmm_workspace.artifacts.web.forms import Filter
from pmm_workspace.artifacts.web.pages import EDIT
from pmm_workspace.artifacts.web.remarking import remarks_on
from pmm_workspace.artifacts.web.showing import artifact_of as _artifact
from pmm_workspace.artifacts.web.showing import context_of as _context
from pmm_workspace.artifacts.web.showing import may as _may
from pmm_workspace.artifacts.web.showing import page_of as _page
from pmm_workspace.artifacts.web.showing import template_of as _template

PRODUCT_PAGE = 60


@policy(read="read")
def documents(request, kind):
    """All documents of a kind that this person may see."""
    model = kinds.kind_at(kind)
    text = request.GET.get("q", "")[:200]
    form = Filter(request.GET, user=request.user)
    found = queries.found(request.user, text, kind=model._meta.model_name, **form.wanted())
    context = {"kind": model, "slug": kind, "q": text, "form": form, "chosen": form.chosen()}
    return render(request, "artifacts/list.html", context | {"found": _paged(request, found), "may": _may(request)})


def _paged(request, rows, a_page=30):
    page = Paginator(rows, a_page).get_page(request.GET.get("page"))
    queries.as_read_by(request.user, page.object_list)
    return page


@policy(read="read")
def product(request, slug):
    """Its documents by kind, those that changed last first."""
    product = get_object_or_404(Product.objects, slug=slug)
    rows = queries.found(request.user, product=product)
    page = _paged(request, rows, PRODUCT_PAGE)
    there = set(rows.order_by().values_list("kind", flat=True).distinct())
    context = {"product": product, "groups": list(_groups(page, there)), "page": page, "may": _may(request)}
    return render(request, "artifacts/product.html", context)


def _groups(page, there):
    """(kind, its documents on the page); on the first page also the kinds of which there is none."""
    for model in kinds.kinds():
        name = model._meta.model_name
        rows = [row for row in page if row.kind == name]
        if rows or (page.number == 1 and name not in there):
            yield model, rows


@policy(read="read")
def read(request, pk):
    """The version that this person may read: the newest for those who write, the approved one for the others."""
    artifact = _artifact(request, pk)
    version = access.readable_version(request.user, artifact)
    verification.note_reading(artifact, by=request.user)
    page = _page(request, artifact, version)
    return conditional(request, page, lambda: render(request, _template(artifact), _context(request, page, version)))


@policy(read="edit")
def edit(request, pk):
    artifact = _artifact(request, pk)
    if not access.may_edit(request.user, artifact):
        return redirect("document", pk)
    page = _page(request, artifact, artifact.latest, EDIT)
    more = {"save_words": asked.save_words(), "concision": remarks_on(request.user, artifact, page.document)}
    return render(request, _template(artifact), _context(request, page, artifact.latest, **more))


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
