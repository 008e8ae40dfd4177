"""A metric explained: each variant with its newest number, and the imports all of them are made of."""

from metrics.definitions.catalog.words import Metric, Spread, Survival
from metrics.models import ImportRun
from metrics.readout.dashboard_board import Board, needs, number_of

NEWEST = 8  # imports told


def rows(board: Board, metric: Metric) -> list[tuple]:
    """(variant or what a drawing has many of, its Number or None where it has no single one). Two queries for all."""
    board.read([(metric, variant) for variant in metric.variants])
    told = [(variant, _number(board, metric, variant)) for variant in metric.variants]
    known = {str(variant.formula) for variant in metric.variants}
    return told + [(each.variant, None) for each in metric.cells if str(each.variant.formula) not in known]


def _number(board, metric, variant):
    if isinstance(variant.reading, Spread | Survival) or board.is_too_fine(variant):
        return None
    return number_of(board, metric, variant, board.figures.points(metric, variant))


def kinds(metric: Metric) -> list[str]:
    found = [kind for variant in metric.variants for kind in needs(metric, variant)]
    return list(dict.fromkeys(found))


def imports(kinds: list[str]):
    """The newest imports of these kinds."""
    done = ImportRun.objects.filter(kind__in=kinds, state=ImportRun.State.DONE)
    return done.only("pk", "name", "kind", "new", "first_day", "last_day", "created_at", "workspace")[:NEWEST]
