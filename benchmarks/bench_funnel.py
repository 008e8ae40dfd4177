"""Imports into the lake against COPY in the same run, and counting a little against counting everything.

BENCH_ROWS says how many events (1,000,000 without it; "1000000 10000000" for one after the other).
"""

import os
import shutil
import statistics
import tempfile
import time
from contextlib import closing, contextmanager
from datetime import timedelta
from itertools import product
from pathlib import Path

import environ
import psycopg2
from django.db import connection

from benchmarks import arriving, by_hand, in_postgres
from metrics import store
from metrics.definitions import catalog
from metrics.importing import erasing, housekeeping, publishing, reading_apart
from metrics.importing.receiving import PART
from metrics.models import Erasure, ImportRun, LakeFile, Tally, UploadPart
from metrics.parsing import sources
from metrics.readout.figures import Figures
from metrics.recalculation import publish
from metrics.store import lake
from metrics.store.changes import Change
from metrics.store.publishing import publish as publish_files
from pmm_workspace.accounts.models import Membership, Role, User, Workspace
from pmm_workspace.common import tenancy
from pmm_workspace.jobs.models import Job, State
from pmm_workspace.jobs.progress import Progress

SIZES = [int(size) for size in os.environ.get("BENCH_ROWS", "1_000_000").split()]


def main():
    workspace = Workspace.objects.create(name="Benchmark", slug=f"bench-{time.time_ns()}")
    person = User.objects.create_user(f"{workspace.slug}@example.com", name="Bench")
    Membership.objects.create(user=person, workspace=workspace, role=Role.ADMIN)
    medians = []
    with tenancy.inside(workspace.pk):
        for size in SIZES:
            with tempfile.TemporaryDirectory() as folder:
                files = arriving.write(Path(folder), size)
                imported(files[1], person, publish_files_only)  # a worker has imported something before
                medians.append(tell([one_round(*files, person) for _ in range(3 if size <= 1_000_000 else 1)], size))
        empty()
    if len(medians) > 1:
        few = medians[-1]["few"] / medians[0]["few"]
        print(f"  {arriving.FEW:,} rows more, counted and published, in the largest against the smallest {few:>6.1f}")


def one_round(most, few, last, scattered, person):
    empty()
    forget_peak()
    found = {"copy": raw_copy(most), "conflict": copy_on_conflict(most)}
    settle()
    found["import"], _ = imported(most, person, publish_files_only)
    found["full"] = seconds(publish.recount)
    _, found["few"] = imported(few, person, publish_difference)
    found["last"], found["difference"] = imported(last, person, publish_difference)
    _, found["scattered"] = imported(scattered, person, publish_difference)
    found["memory"] = peak()
    found["chart"], found["export"] = read_often(two_years), read_often(two_years_by_slices)
    found |= counted_otherwise()
    found["erase"] = seconds(lambda: erased(person))
    return found


def settle():
    """What the others have left to be written is written now, and not at the cost of who comes next."""
    with as_owner() as cursor:
        cursor.execute("CHECKPOINT")
    os.sync()


def forget_peak():
    Path("/proc/self/clear_refs").write_text("5")


def peak():
    """Megabytes that this process has held at most since; a child that parses has a limit of its own."""
    return int(Path("/proc/self/status").read_text().partition("VmHWM:")[2].split()[0]) // 1024


def empty():
    for model in (Tally, LakeFile, Erasure, ImportRun):
        model.objects.all().delete()
    shutil.rmtree(lake.root(), ignore_errors=True)


def seconds(work):
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def raw_copy(path):
    """The fastest way in: texts into an unlogged table, no index, no check."""
    with as_owner() as cursor:
        cursor.execute(f"CREATE UNLOGGED TABLE raw ({_texts()})")
        return seconds(lambda: _copied(cursor, path))


@contextmanager
def as_owner():
    """A cursor of the role that may make tables; what it has made is gone at the end."""
    url = environ.Env().db_url("DATABASE_OWNER_URL", default=os.environ["DATABASE_URL"])
    parameters = connection.get_connection_params() | {"user": url["USER"], "password": url["PASSWORD"] or None}
    parameters.pop("cursor_factory", None)
    with closing(psycopg2.connect(**parameters)) as owner, owner.cursor() as cursor:
        owner.autocommit = True
        try:
            yield cursor
        finally:
            cursor.execute("DROP TABLE IF EXISTS raw, kept")


def _texts():
    return ", ".join(f'"{name}" text' for name in arriving.COLUMNS.split(", "))


def _copied(cursor, path):
    with open(path) as rows:
        cursor.copy_expert("COPY raw FROM STDIN WITH (FORMAT csv, HEADER)", rows)


def copy_on_conflict(path):
    """What a table in PostgreSQL would cost: the same rows, each once by its key, and still there after a crash."""
    with as_owner() as cursor:
        cursor.execute(f"CREATE UNLOGGED TABLE raw ({_texts()})")
        cursor.execute(
            """
            CREATE TABLE kept (id uuid PRIMARY KEY, person text, event text, at timestamptz, channel text,
                segment text, plan text)
            """
        )
        return seconds(lambda: _kept(cursor, path))


def _kept(cursor, path):
    _copied(cursor, path)
    cursor.execute(
        """
        INSERT INTO kept SELECT id::uuid, "user", event, time::timestamptz, channel, segment, plan FROM raw
        WHERE time <> 'soon' ON CONFLICT (id) DO NOTHING
        """
    )


def imported(path, person, publishes):
    """Seconds of a worker once somebody has confirmed: parsed, checked, deduplicated, stored; and those of the end.

    The upload is deleted afterwards, as by a job of its own, for which nobody waits.
    """
    run = ImportRun(kind="events", name=path.name, created_by=person, headings=arriving.COLUMNS.split(", "))
    columns = ("key", "person", "event", "at", "channel", "segment", "plan")
    run.preset, run.mapping = sources.PLAIN, {name: at for at, name in enumerate(columns)}
    run.save()
    with open(path, "rb") as file:
        for number, content in enumerate(iter(lambda: file.read(PART), b"")):
            UploadPart(run=run, number=number, content=content).save()
    begun = time.perf_counter()
    with reading_apart.outcome_of(run, progress()) as outcome, publish.writing() as held:
        counts = outcome.facts
        change, taken = publishing.planned(held, run, outcome.folder)
        counted = seconds(lambda: publishes(held, change))
        publishing.finish(run)
    spent = time.perf_counter() - begun
    assert taken.rows + counts["rejected"] == counts["read"]
    assert taken.new + taken.duplicate == taken.rows
    housekeeping.drop_uploads(progress())
    return spent, counted


def publish_files_only(held, change: Change):
    publish_files(held.engine, change, held.settings, held.terms)


def publish_difference(held, change: Change):
    publish.land(held, change)


def counted_otherwise():
    """Seconds of counting everything, nothing published: ours from the files on, a script's, and PostgreSQL's."""
    files = lake.live()
    with publish.looking() as held:
        counted = seconds(lambda: publish.whole(held, files))
        script = by_hand.seconds(held.engine, [lake.place(file) for file in lake.of_table(files, "events")])
        table = publish.whole(held, files)
        assert by_hand.differing(held.engine, table) == 0
        there, count = in_postgres.seconds(held.engine, held.meaning)
        assert held.engine.execute(f"SELECT count(*) FROM {table}").fetchone() == (count,)
    return {"counted": counted, "script": script, "postgres": there}


def read_often(read, times=40):
    """Milliseconds that 95 of 100 readings stay under."""
    return sorted(seconds(read) for _ in range(times))[int(times * 0.95)] * 1000


def two_years():
    """Every week of two years of one number, as a chart shows it."""
    _figures().points(catalog.ACTIVATION_RATE, catalog.ACTIVATION_RATE.main)


def two_years_by_slices():
    """Every week of two years for each channel of each segment."""
    figures = _figures(by=("channel", "segment"))
    for slice_ in product(arriving.CHANNELS, arriving.SEGMENTS):
        figures.points(catalog.ACTIVATION_RATE, catalog.ACTIVATION_RATE.main, slice_)


def _figures(**options):
    last = store.settings().through
    return Figures(store.settings(), last, last - timedelta(days=730), last, bucket="week", **options)


def progress():
    job = Job(kind="a benchmark", state=State.RUNNING, attempt=1)
    job.save()
    return Progress(job)


def erased(person):
    erasing.forget(progress(), erasing.erase("u77", by=person).pk)


def tell(rounds, size):
    """Print the medians and give them back."""
    median = {name: statistics.median(each[name] for each in rounds) for name in rounds[0]}

    def ratio(one, other):
        return statistics.median(each[one] / each[other] for each in rounds)

    print(f"  {size:,} events")
    print(f"  raw COPY of texts             {size / median['copy']:>10,.0f} rows/s")
    print(f"  COPY, INSERT … ON CONFLICT    {size / median['conflict']:>10,.0f} rows/s")
    print(f"  import, everything            {size / median['import']:>10,.0f} rows/s", end="   ")
    print(f"{ratio('copy', 'import'):.2f} of COPY, {ratio('conflict', 'import'):.1f} of ON CONFLICT")
    print(f"  count everything              {median['counted']:>10.2f} s", end="        ")
    print(f"{ratio('counted', 'script'):.2f} of a script, {ratio('counted', 'postgres'):.2f} of PostgreSQL")
    print(f"  count everything, publish     {median['full']:>10.2f} s")
    for name, words in (("few", f"{arriving.FEW:,} rows"), ("difference", "last 1 %"), ("scattered", "1 % all over")):
        share = f"{ratio(name, 'full'):.0%} of everything"
        print(f"  count {words + ', publish':<23} {median[name]:>10.2f} s        {share}")
    whole = statistics.median(each["last"] / (each["import"] + each["full"]) for each in rounds)
    print(f"  import, count, publish 1 %    {median['last']:>10.2f} s        {whole:.1%} of from scratch")
    print(f"  two years by week, p95        {median['chart']:>10.1f} ms")
    print(f"  the same of 40 slices, p95    {median['export']:>10.1f} ms")
    print(f"  erase one person              {median['erase']:>10.2f} s")
    print(f"  memory at most                {median['memory']:>10.0f} MB")
    return median
