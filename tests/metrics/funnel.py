"""Small funnels for tests: files in a few words, and the jobs they ask for done at once."""

from django.core.files.uploadedfile import SimpleUploadedFile

from metrics.importing import import_file
from metrics.models import MetricValue
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
    """{(month, channel): (numerator, denominator, in progress)} as stored."""
    rows = MetricValue.objects.filter(metric=metric, variant=variant, segment=segment)
    return {(f"{row.month:%Y-%m}", row.channel): (_plain(row.numerator), row.denominator, row.pending) for row in rows}


def _plain(number):
    return number if number is None else float(number)
