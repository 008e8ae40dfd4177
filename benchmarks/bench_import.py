"""CSV import of funnel events against raw COPY of the same rows in the same run, as a ratio."""

import io
import random
import statistics
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from django.db import connection, transaction

from metrics import recalculation
from metrics.importing import import_file
from metrics.models import FunnelEvent, ImportRun, MetricValue
from pmm_workspace.accounts.models import Membership, Role, User, Workspace
from pmm_workspace.common import tenancy

ROWS = 100_000
ROUNDS = 3


def main():
    workspace = Workspace.objects.create(name="Benchmark", slug=f"bench-{time.time_ns()}")
    person = User.objects.create_user(f"{workspace.slug}@example.com", name="Bench")
    Membership.objects.create(user=person, workspace=workspace, role=Role.PMM)
    with tenancy.inside(workspace.pk), tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "events.csv"
        path.write_text("\n".join(rows(ROWS)) + "\n")
        figures = [one_round(path, person, number) for number in range(ROUNDS)]
        tell(figures)
        empty()


def rows(count):
    luck = random.Random(1)
    start = datetime(2024, 11, 1, tzinfo=UTC)
    yield "user,event,time,channel,segment"
    for _ in range(count):
        when = start + timedelta(seconds=luck.randrange(740 * 86_400))
        event = luck.choice(["signed_up", "activated", "trial_started", "subscribed"])
        channel = luck.choice(["organic search", "paid search", "paid social", "referral", "partner", "events"])
        yield f"u{luck.randrange(count // 4)},{event},{when:%Y-%m-%dT%H:%M:%SZ},{channel},startup"


def one_round(path, person, number):
    empty()
    copied = seconds(lambda: raw_copy(path))
    imported = seconds(lambda: import_file(path, by=person))
    again = seconds(lambda: import_file(path, by=person))
    full = seconds(recalculation.recalculate)
    assert FunnelEvent.objects.count() > ROWS * 0.99
    return {"copy": copied, "import": imported, "again": again, "recompute": full}


def empty():
    for model in (MetricValue, FunnelEvent, ImportRun):
        model.objects.all().delete()


def raw_copy(path):
    """The fastest way in: text columns, no index, no check, gone at the end."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            'CREATE TEMPORARY TABLE raw ("user" text, event text, time text, channel text, segment text) ON COMMIT DROP'
        )
        cursor.copy_expert("COPY raw FROM STDIN WITH (FORMAT csv, HEADER)", io.StringIO(path.read_text()))


def seconds(work):
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def tell(figures):
    median = {name: statistics.median(figure[name] for figure in figures) for name in figures[0]}
    ratio = statistics.median(figure["copy"] / figure["import"] for figure in figures)
    print(f"  raw COPY                      {ROWS / median['copy']:>10,.0f} rows/s")
    print(f"  import, previewed and stored  {ROWS / median['import']:>10,.0f} rows/s   {ratio:.3f} of raw COPY")
    print(f"  the same file again           {ROWS / median['again']:>10,.0f} rows/s")
    print(f"  full recompute                {median['recompute']:>10.2f} s")
