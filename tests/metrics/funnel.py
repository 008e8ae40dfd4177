"""Small funnels for tests: files in a few words, and the jobs they ask for done at once."""

from django.core.files.uploadedfile import SimpleUploadedFile

from metrics import store
from metrics.definitions.catalog import EVERY
from metrics.importing import import_file
from metrics.readout import filters
from metrics.readout.figures import Figures
from metrics.readout.tallies import Where
from metrics.store import facts as store_facts
from metrics.store import lake
from metrics.store.engine import connected
from metrics.store.terms import terms
from pmm_workspace.jobs import queue
from pmm_workspace.jobs.models import Job, State


def imported(tmp_path, by, text, name="file.csv"):
    """The run of a file with this text, previewed, confirmed and stored."""
    path = tmp_path / name
    path.write_text(text)
    return import_file(path, by=by)


def events(*rows):
    """ "u1 signed_up 2026-01-02 paid" as a CSV; the rest of a row may be left out."""
    lines = [",".join(row.split(" ")) + "," * (4 - row.count(" ")) for row in rows]
    return "user,event,time,channel,segment\n" + "".join(f"{line}\n" for line in lines)


def spend(*rows):
    return "day,channel,amount\n" + "".join(",".join(row.split(" ")) + "\n" for row in rows)


def upload(text, name="file.csv"):
    return SimpleUploadedFile(name, text.encode(), content_type="text/csv")


def work():
    """Do everything that waits, as a worker would."""
    while waiting := Job.objects.filter(state=State.WAITING).order_by("pk").first():
        queue.run(waiting.pk)


def numbers(metric, variant, segment="*"):
    """{(month, channel): (numerator, denominator, in progress)} as read from the tallies."""
    settings, metric = store.settings(), EVERY[metric]
    if settings.through is None and settings.spend_through is None:
        return {}
    last = max(filter(None, (settings.through, settings.spend_through)))
    figures = Figures(settings, last, filters.oldest_month() or last, last, where=Where(segment=segment))
    figures.read((metric, metric.variant(variant)))
    return {
        (f"{point.month:%Y-%m}", channel): (_plain(point.numerator), point.denominator, point.pending)
        for channel in ("*", *figures.slices)
        for point in figures.points(metric, metric.variant(variant), channel)
        if not point.is_empty
    }


def _plain(number):
    return number if number is None else float(number)


def count(table="events"):
    """How many rows of a table readers see."""
    return sum(file.rows for file in lake.live(table=table))


def records(table="events"):
    """Which lines of their files the rows of a table were."""
    places = [lake.place(file) for file in lake.live(table=table)]
    with connected() as engine:
        return [
            record for (record,) in engine.execute("SELECT record FROM read_parquet(?) ORDER BY 1", [places]).fetchall()
        ]


def facts(table="events"):
    """The facts that metrics are computed from, as dictionaries."""
    with connected() as engine:
        store_facts.lay(engine, "main", lake.live(), terms())
        found = engine.execute(f"SELECT * FROM {table} ORDER BY ALL")
        columns = [column[0] for column in found.description]
        return [dict(zip(columns, row, strict=True)) for row in found.fetchall()]


def keys():
    """What the people and accounts of the lake are called."""
    places = [lake.place(file) for file in lake.live(table="persons")]
    with connected() as engine:
        return [
            key for (key,) in engine.execute("SELECT DISTINCT key FROM read_parquet(?) ORDER BY 1", [places]).fetchall()
        ]
