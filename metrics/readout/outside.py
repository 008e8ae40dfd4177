"""What the features above know of numbers: what was promised of them, and days that may have moved them.

A feature adds a function to a list when its app is ready; metrics never asks who it was.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.urls import reverse
from django.utils.timezone import get_current_timezone, localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from metrics import store
from metrics.definitions.catalog import EVERY
from metrics.models import Annotation, CriteriaVersion, Redefinition
from metrics.readout import activation, numbers
from pmm_workspace.artifacts.models import Artifact, Move

MOST = 60  # days marked on one page


@dataclass(frozen=True)
class Target:
    """What somebody promised of a metric of everybody; shares as parts of one."""

    value: Decimal
    is_least: bool
    source: str
    href: str


@dataclass(frozen=True)
class Mark:
    """A day worth seeing beside the numbers. Own ones have the pk of their Annotation and may be removed."""

    day: date
    text: str
    href: str = ""
    pk: int | None = None
    who: str = ""
    is_redefinition: bool = False  # since then all months are told by another definition
    metrics: tuple[str, ...] = ()  # of which alone it is one; none: of all that it bears on
    since: date | None = None  # of new exchange rates: the first day of what they are for
    is_quiet: bool = False  # one of many: listed, and counted beside the numbers

    @property
    def note(self) -> str:
        """What it means for the numbers, where it means more than a day."""
        if self.since:
            day = numbers.day(self.since)
            return _("counts for amounts from %(day)s on; at one exchange rate, for all months") % {"day": day}
        return _("counts for all months, earlier ones too") if self.is_redefinition else ""


TARGETS: list[Callable[[], Mapping[str, Target]]] = []
DAYS: list[Callable[[date, date], Iterable[Mark]]] = []


def targets() -> dict[str, Target]:
    """{key of a metric and variant: Target}; of several promises the last one told."""
    found = {}
    for told in TARGETS:
        found |= told()
    return found


def marks(first: date, last: date, user) -> list[Mark]:
    """What people marked or defined anew, what was approved and may be seen, and what the features know.

    The newest MOST, by day. What was defined anew after these days is among them: it counts for them, too.
    """
    found = [*_own(first, last), *redefined(created_at__date__gte=first), *_approved(first, last, user)]
    for told in DAYS:
        found += told(first, last)
    return sorted(found, key=lambda mark: mark.day)[-MOST:]


def _own(first, last):
    rows = Annotation.objects.filter(day__range=(first, last)).select_related("by")
    return [Mark(row.day, row.text, pk=row.pk, who=row.by.name if row.by else "") for row in rows]


def redefined(**said_when) -> Iterator[Mark]:
    """What was defined anew; `said_when` is a condition on `created_at`."""
    rows = CriteriaVersion.objects.filter(version__gt=1, **said_when).select_related("by")
    said = [(row, _criteria_words(row), {}) for row in rows]
    rows = Redefinition.objects.filter(**said_when).select_related("by")
    said += [(row, str(REDEFINED[row.what]) % _named(row.said), row.said) for row in rows]
    for row, words, told in said:
        yield Mark(
            localdate(row.created_at),
            words,
            who=row.by.name if row.by else "",
            is_redefinition=True,
            metrics=tuple(told.get("metrics", ())),
            since=date.fromisoformat(told["day"]) if told.get("day") else None,
        )


def _named(said):
    """Metrics by what people call them; those that are no more by their names."""
    titles = [str(EVERY[name].title) if name in EVERY else name for name in said.get("metrics", ())]
    return said | {"metrics": ", ".join(titles)}


def _criteria_words(version):
    said = activation.in_words(store.criteria_of(version.events, version.match), version.days)
    return _("Definition changed: activated is %(said)s") % {"said": said}


REDEFINED = {
    Redefinition.What.STAGES: gettext_lazy(
        "Definition changed: a sign-up is “%(signup)s”, a trial “%(trial)s”, a payment “%(paid)s”"
    ),
    Redefinition.What.LEFT_OUT: gettext_lazy("Definition changed: other people are left out"),
    Redefinition.What.METRICS: gettext_lazy("Definition changed: %(metrics)s"),
    Redefinition.What.RATES: gettext_lazy("Exchange rates changed: %(currencies)s"),
    Redefinition.What.CURRENCY: gettext_lazy("Definition changed: amounts are in %(currency)s"),
    Redefinition.What.CLOCK: gettext_lazy("Definition changed: days and weeks are those of %(timezone)s"),
}


def _approved(first, last, user):
    """The documents of which a version became the approved one, each day once."""
    zone = get_current_timezone()
    moves = Move.objects.filter(name__in=["approve", "publish"], at__date__range=(first, last + timedelta(days=1)))
    moves = moves.filter(artifact__in=Artifact.objects.visible_to(user))
    told = moves.select_related("artifact", "version")[:MOST]
    found = {(localdate(move.at, zone), move.artifact_id): move for move in told}
    return [
        Mark(day, _approved_words(move), reverse("document", args=[move.artifact_id]), is_quiet=True)
        for (day, _artifact), move in found.items()
        if first <= day <= last
    ]


def _approved_words(move):
    return _("Approved: %(title)s, version %(number)d") % {
        "title": move.artifact.title,
        "number": move.version.number,
    }
