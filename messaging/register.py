"""Every promise with its proof, its metric and its uses: where we promise one thing and the product gives another."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from messaging import keeping
from messaging.keeping import Measure, Status
from messaging.promises import Promise
from metrics.definitions.catalog import SERIES
from pmm_workspace.artifacts import document, freshness, links
from pmm_workspace.artifacts.freshness import Standing
from pmm_workspace.artifacts.models import Artifact, Link
from pmm_workspace.artifacts.models import State as ArtifactState


@dataclass(frozen=True)
class Entry:
    """One promise as it stands today."""

    artifact: Artifact
    promise: document.Document
    measure: Measure
    status: Status
    proofs: list[Standing]
    published: int  # lines that readers have
    used: int  # lines anywhere, drafts included

    @property
    def live(self) -> int:
        """Proofs that may be repeated."""
        return sum(is_live(each) for each in self.proofs)

    @property
    def metric(self):
        return SERIES[self.promise.metric][0] if self.promise.metric in SERIES else None

    @property
    def metric_in_words(self):
        """The metric in its variant."""
        return self.metric.titled(SERIES[self.promise.metric][1]) if self.metric else ""

    @property
    def trend(self) -> str:
        """Where the metric went within its window."""
        values = [keeping.comparable(point.value) for point in self.measure.points]
        if len(values) < 2 or values[0] == values[-1]:
            return ""
        return "up" if values[-1] > values[0] else "down"

    @property
    def is_good_news(self) -> bool:
        return (self.trend == "up") is not self.metric.is_less_better

    @property
    def decision(self) -> str:
        return Promise.Decision(self.promise.decision or "").label


def is_live(standing: Standing) -> bool:
    """A proof that is neither expired nor retired, and stands on nothing that is."""
    return not standing.state.stops


def entries(user) -> list[Entry]:
    """All promises that this person may see, the worst first. Nine queries, however many there are."""
    rows = Promise.objects.visible_to(user).exclude(state=ArtifactState.RETIRED).order_by("title")
    rows = rows.select_related("latest", "approved").prefetch_related("owner")
    rows = rows.defer("latest__search_text", "approved__search_text")
    promises = {row.pk: row for row in rows}
    contents = {pk: document.of_kind("promise", links.current(row)) for pk, row in promises.items()}
    measures, proofs, uses = keeping.measures(contents), _proofs(promises), _uses(promises)
    found = [
        Entry(
            row,
            contents[pk],
            measures[pk],
            keeping.status(measures[pk], is_proven=any(map(is_live, proofs.get(pk, ())))),
            proofs.get(pk, []),
            *uses.get(pk, (0, 0)),
        )
        for pk, row in promises.items()
    ]
    return sorted(found, key=lambda entry: Status.values.index(entry.status))


def _proofs(promises) -> dict[int, list[Standing]]:
    found = {}
    for standing in freshness.Chain(links.carried(Link.objects.filter(role="proofs"), promises)).standings:
        found.setdefault(standing.link.source_id, []).append(standing)
    return found


def _uses(promises) -> dict[int, tuple[int, int]]:
    rows = Link.objects.filter(links.live(), target__in=promises).order_by().values("target")
    rows = rows.annotate(published=Count("pk", filter=Q(in_approved=True)), used=Count("pk"))
    return {row["target"]: (row["published"], row["used"]) for row in rows}


def narrowed(found: list[Entry], *, status="", decision="", text="") -> list[Entry]:
    """Those with this status and decision whose words hold the text."""
    text = text.casefold()
    return [
        entry
        for entry in found
        if status in ("", entry.status)
        and decision in ("", entry.promise.decision or "none")
        and text in f"{entry.artifact.title} {entry.promise.statement}".casefold()
    ]


def counts(found: list[Entry]) -> list[tuple[Status, int]]:
    return [(status, sum(entry.status == status for entry in found)) for status in Status]


HEADINGS = ["promise", "words", "status", "proofs", "live proofs", "metric", "value", "promised", "months", "trend"]
HEADINGS += ["published lines", "all lines", "decision", "why", "owner"]


def as_rows(found: list[Entry]) -> Iterator[list]:
    """The register for a spreadsheet."""
    yield HEADINGS
    for entry in found:
        yield [
            *(entry.artifact.title, entry.promise.statement, entry.status.label, len(entry.proofs), entry.live),
            *(entry.metric_in_words or _("none"), entry.measure.shown, entry.measure.wanted),
            *(", ".join(f"{month:%Y-%m}" for month in entry.measure.months), entry.trend, entry.published, entry.used),
            *(entry.decision, entry.promise.decision_note, str(entry.artifact.owner)),
        ]
