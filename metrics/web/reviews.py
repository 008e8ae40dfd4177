"""Reviews: numbers are kept as they are told, and found so again whatever is imported later."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from metrics import csv_out, store
from metrics.models import Review
from metrics.readout import review_trend
from metrics.readout import reviews as readout
from pmm_workspace.accounts import access
from pmm_workspace.accounts.policy import policy

ON_A_PAGE = 50


@policy(read="see metrics", write="see metrics")
def reviews(request):
    if request.method == "POST":
        return _kept(request)
    kept = Review.objects.select_related("by", "workspace").defer("values")
    page = Paginator(kept, ON_A_PAGE).get_page(request.GET.get("page"))
    every = store.settings().get_review_every_display() or _("Never")
    told = {"page": page, "every": every, "may_import": access.may(request.user, "import")}
    return render(request, "metrics/reviews.html", told)


def _kept(request):
    review = readout.keep(request.member.workspace, by=request.user)
    if review is None:
        messages.error(request, readout.NOTHING)
        return redirect("reviews")
    messages.success(request, _("Kept. What is imported later does not change it."))
    return redirect("review", review.pk)


@require_safe
@policy(read="see metrics")
def review(request, pk):
    kept = get_object_or_404(Review.objects.select_related("by", "workspace"), pk=pk)
    rows, redefined = readout.rows(kept, request.member.workspace), readout.redefined(kept)
    if request.GET.get("as") == "csv":
        return csv_out.as_file(f"review-{kept.kept_at:%Y-%m-%d-%H%M}.csv", readout.as_table(rows, redefined))
    changed = sum(not row.is_same for row in rows)
    told = {"review": kept, "rows": rows, "changed": changed, "redefined": redefined}
    return render(request, "metrics/review.html", told)


@require_safe
@policy(read="see metrics")
def trend(request):
    """The last reviews side by side."""
    kept = review_trend.newest()
    lines = review_trend.lines(kept)
    if request.GET.get("as") == "csv":
        return csv_out.as_file("reviews.csv", review_trend.as_table(lines))
    told = {"reviews": kept, "lines": lines, "redefined": review_trend.redefined(kept)}
    return render(request, "metrics/review_trend.html", told)
