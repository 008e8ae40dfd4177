"""Rows that cannot be taken, typed again in the browser."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from metrics.importing import choosing, correcting, reading_apart, wording
from metrics.models import ImportRun
from metrics.parsing import limits
from metrics.web.imports import context_of, moved_on, moved_on_already, run_of
from pmm_workspace.accounts.policy import policy

ROWS_ON_A_PAGE = 25


@policy(read="import", write="import")
def fix(request, pk):
    """The rows that cannot be taken, a page of them at a time, with what is wrong to be typed again."""
    run = run_of(pk)
    if run.state != ImportRun.State.CHECKED:
        return redirect("import", pk)
    cause = request.GET.get("cause", "")
    page = Paginator(_rejects_of(run, cause), ROWS_ON_A_PAGE).get_page(request.GET.get("page"))
    if request.method == "POST":
        return _fixed(request, run, page, cause)
    return _fix_page(request, run, page, cause)


def _rejects_of(run, cause):
    column, _bar, code = cause.partition("|")
    return run.rejects.filter(column=column, code=code) if cause in run.causes else run.rejects.all()


def _fix_page(request, run, page, cause, status=200):
    known = reading_apart.corrections(run)
    context = context_of(request, run) | {
        "page": page,
        "cause": cause,
        "rows": [_row_to_fix(run, reject, known.get(reject.line), request.POST) for reject in page],
    }
    return render(request, "metrics/import_fix.html", context, status=status)


def _row_to_fix(run, reject, corrected, typed):
    at = correcting.place(run, reject)
    name = f"line-{reject.line}"
    return {
        "reject": reject,
        "sentence": wording.of_reject(reject),
        "name": name,
        "label": (at is not None and run.headings[at]) or _("Whole row"),
        "is_open": correcting.is_open(run, reject),
        "is_unchecked": corrected is not None and corrected != reject.cells,
        "value": typed[name] if name in typed else correcting.shown(run, reject, corrected or reject.cells),
        "longest": limits.CELL_KEPT - 1,
    }


def _fixed(request, run, page, cause):
    typed = {reject.line: request.POST.get(f"line-{reject.line}") for reject in page}
    texts = {line: text for line, text in typed.items() if text is not None}
    try:
        correcting.correct(run, texts, by=request.user)
    except correcting.Unusable:
        said = _("Nothing was kept: a cell has at most %(most)d characters.")
        messages.error(request, said % {"most": limits.CELL_KEPT - 1})
        return _fix_page(request, run, page, cause, status=422)
    except (choosing.NotOpen, correcting.NotThere):
        return moved_on_already(request, run)
    if "check" in request.POST:
        return moved_on(request, run, lambda: correcting.check_again(run, by=request.user))
    return redirect(f"{request.path}?{urlencode({'cause': cause, 'page': _after(page)})}")


def _after(page):
    return page.next_page_number() if page.has_next() else page.number


@require_POST
@policy(read="import", write="import")
def check_again(request, pk):
    run = run_of(pk)
    return moved_on(request, run, lambda: correcting.check_again(run, by=request.user))
