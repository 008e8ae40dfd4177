"""The lake changes and the tallies with it, in one transaction: whoever reads finds both or neither."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from copy import copy
from dataclasses import dataclass, replace
from hashlib import sha256

from django.conf import settings as django
from django.db import transaction
from django.utils.timezone import now

from metrics import store
from metrics.definitions.catalog import EVERY
from metrics.models import FunnelSettings, LakeFile, Redefinition
from metrics.recalculation import compiled
from metrics.recalculation import lake as counting
from metrics.store import changes, facts, lake, moments, publishing, tallies
from metrics.store.changes import Change
from metrics.store.engine import bounded, connected, listed
from metrics.store.terms import Terms, terms
from pmm_workspace.accounts.models import Workspace
from pmm_workspace.common import tenancy


@dataclass
class Writing:
    """One writer's hold on the lake: nobody else publishes in this workspace until its transaction ends."""

    engine: object
    settings: FunnelSettings
    terms: Terms
    week_start: int

    @property
    def meaning(self):
        return counting.meaning(self.settings, self.week_start)

    @property
    def position(self) -> int:
        """Where an import that is published now stands among all."""
        return self.settings.lake_version + 1


@contextmanager
def writing() -> Iterator[Writing]:
    with transaction.atomic(), connected() as engine:
        settings = store.lock()
        yield Writing(engine, settings, terms(), _week_start())
        moments.passed(moments.BEFORE_COMMIT)
    moments.passed(moments.COMMITTED)


@contextmanager
def looking() -> Iterator[Writing]:
    """The lake as it is, for a question: nobody is held up, and nothing may be published."""
    with connected() as engine:
        yield Writing(engine, store.settings(), terms(), _week_start())


@contextmanager
def pondering() -> Iterator[Writing]:
    """As `looking`, in a job: somebody waits for it, but not for ever. Raises engine.TooLong."""
    with looking() as held, bounded(held.engine, django.COUNTING_SECONDS):
        yield held


def land(writing: Writing, change: Change, *, died_at=None) -> None:
    """Publish a change of the lake, and what it adds to the tallies."""
    moments.passed(moments.FILES)
    count(writing, change)
    publishing.publish(writing.engine, change, writing.settings, writing.terms, died_at=died_at)


def count(writing: Writing, change: Change) -> None:
    """Bring the tallies to where the change takes them: by the difference, or by counting everything."""
    table, is_whole = counted(writing, change)
    (tallies.replace if is_whole else tallies.add)(writing.engine, table)
    _stamp(writing)


def _stamp(writing):
    """What the tallies rest on from now on; another clock relabels all days, another currency or version all values."""
    settings, zone = writing.settings, writing.terms.timezone
    clock, versions = f"{zone} {writing.week_start}", {metric.name: metric.version for metric in EVERY.values()}
    if settings.clock not in ("", clock):
        Redefinition(what=Redefinition.What.CLOCK, said={"timezone": zone}).save()
    if settings.currency not in ("", writing.terms.currency):
        Redefinition(what=Redefinition.What.CURRENCY, said={"currency": writing.terms.currency}).save()
    others = [name for name, version in versions.items() if settings.versions.get(name, version) != version]
    if others:
        Redefinition(what=Redefinition.What.METRICS, said={"metrics": others}).save()
    settings.versions, settings.clock, settings.currency = versions, clock, writing.terms.currency
    settings.tallied_as, settings.tallied_at = fingerprint(), now()


def counted(writing: Writing, change: Change) -> tuple[str, bool]:
    """The table with what a change adds to the tallies, or with all of them after it; and which of the two."""
    touched = changes.find_scope(writing.engine, change)
    is_outdated = writing.settings.tallied_as != fingerprint()
    if is_outdated or counting.is_whole_better(touched, _people(writing.engine, change)):
        return whole(writing, change.after), True
    return differences(writing, change), False


def whole(writing: Writing, files: Sequence[LakeFile]) -> str:
    """The table with all tallies of these files."""
    facts.lay(writing.engine, "new", files, writing.terms)
    return counting.everything(writing.engine, writing.meaning)


def differences(writing: Writing, change: Change) -> str:
    """The table with what a change would add to the tallies; `find_scope` has been called for it."""
    changes.lay_touched(writing.engine, change, writing.terms)
    return counting.changes(writing.engine, writing.meaning)


@contextmanager
def foreseen(writing: Writing, change: Change) -> Iterator[FunnelSettings]:
    """While the block runs, `tally_ahead` reads as after the change. Yields the settings as they would be then."""
    table, is_whole = counted(writing, change)
    settings = copy(writing.settings)
    publishing.reach(writing.engine, change, settings, writing.terms)
    with tallies.ahead(writing.engine, table, is_whole=is_whole):
        yield settings


@contextmanager
def otherwise(writing: Writing, settings: FunnelSettings) -> Iterator[None]:
    """While the block runs, `tally_ahead` reads as if events meant what these settings say."""
    stages = (*writing.terms.stages, *store.criteria(settings).names)
    other = replace(writing, settings=settings, terms=replace(writing.terms, stages=stages))
    with tallies.ahead(writing.engine, whole(other, lake.live()), is_whole=True):
        yield


@contextmanager
def recounted(writing: Writing) -> Iterator[None]:
    """While the block runs, `tally_ahead` reads as if everything were counted anew by these terms."""
    with tallies.ahead(writing.engine, whole(writing, lake.live()), is_whole=True):
        yield


def _people(engine, change):
    persons = [lake.place(file) for file in lake.of_table(change.after, "persons")]
    if not persons:
        return 0
    query = f"SELECT approx_count_distinct(number) FROM read_parquet({listed(persons)})"  # noqa: S608 - our own files
    return engine.execute(query).fetchone()[0]


def recount(hold: Callable = lambda: None) -> None:
    """Count everything anew, for whatever has changed what the rows mean."""
    with writing() as held:
        tallies.replace(held.engine, whole(held, lake.live()))
        _stamp(held)
        held.settings.save()
        hold()


def fingerprint() -> str:
    """Changes with everything on which tallies rest but the rows: definitions, meaning, clock, rates, exclusions, and
    how facts are made of rows."""
    meaning = counting.meaning(store.settings(), _week_start())
    statements = compiled.statements("duckdb", meaning.unit, meaning.week_start)
    return sha256(repr((statements, facts.VERSION, meaning, terms())).encode()).hexdigest()


def _week_start():
    return Workspace.objects.values_list("week_start", flat=True).get(pk=tenancy.current())
