"""What the database itself keeps of the rows of files forgets a person: rejects, samples, settings, waiting uploads."""

import json
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress

from django.db import connection as database
from django.utils.translation import gettext as _

from metrics.models import FunnelSettings, ImportReject, ImportRun, UploadPart
from metrics.parsing.containers import is_wrapped
from metrics.parsing.encodings import ENCODINGS
from pmm_workspace.common import tenancy
from pmm_workspace.jobs.models import Job

ELSEWHERE: list[Callable[[str], None]] = []  # of features that keep reasons of jobs: forget those that match
OPEN = (ImportRun.State.COLUMNS, ImportRun.State.CHECKING, ImportRun.State.CHECKED, ImportRun.State.STORING)


def forget(words: Sequence[str], settings: FunnelSettings) -> dict[str, int]:
    """Delete what names somebody by these ids and addresses; how much of what it was."""
    pattern = _pattern(words)
    return {
        "rejects": _forget_rejects(pattern),
        "samples": _forget_samples(pattern),
        "uploads": _forget_uploads(words),
        "exclusions": _forget_exclusions(words, settings),
        "reasons": _forget_reasons(words),
    }


def _pattern(words):
    """A regular expression over JSON: an address anywhere, an id as a whole value, also in a line of JSON in a text."""
    return "|".join(_escaped(word) if "@" in word else _as_value(_escaped(word)) for word in words)


def _escaped(word):
    return re.escape(json.dumps(word, ensure_ascii=False)[1:-1])


def _as_value(word):
    return rf'"\s*{word}\s*\\?"|\\":\s*{word}\s*[],}}]'


def _forget_rejects(pattern):
    said = "concat_ws(' ', cells::text, details::text, to_jsonb(value)::text)"
    return _done(f"DELETE FROM {ImportReject._meta.db_table} WHERE workspace_id = %s AND {said} ~* %s", pattern)


def _forget_samples(pattern):
    """With the headings: of a file without any they are its first row."""
    return _done(
        f"""UPDATE {ImportRun._meta.db_table} SET samples = '[]',
                headings = CASE WHEN headings::text ~* %s THEN '[]' ELSE headings END
            WHERE workspace_id = %s AND concat_ws(' ', samples::text, headings::text) ~* %s""",
        pattern,
        before=[pattern],
    )


def _done(statement, pattern, before=()):
    with database.cursor() as cursor:
        cursor.execute(statement, [*before, tenancy.current(), pattern])
        return cursor.rowcount


def _forget_exclusions(words, settings):
    """From the list of test people. They have no rows left, so no number changes."""
    named = {word.lower() for word in words}
    kept = [entry for entry in settings.excluded_people if entry.strip().lower() not in named]
    gone = len(settings.excluded_people) - len(kept)
    if gone:
        settings.excluded_people = kept
        settings.save()
    return gone


def _forget_reasons(words):
    """Why a job failed may be told by what it stumbled over."""
    named = "|".join(re.escape(word) if "@" in word else rf"(^|\W){re.escape(word)}(\W|$)" for word in words)
    for forget_reasons in ELSEWHERE:
        forget_reasons(named)
    failed = Job.objects.filter(kind__startswith="metrics.", error__iregex=named)
    return failed.update(error=_("The reason named somebody who has been erased."))


def _forget_uploads(words):
    """An upload that may name them is discarded: a file can be uploaded again, a person not be erased again."""
    named = [run for run in ImportRun.objects.filter(state__in=OPEN) if _may_name(run, words)]
    for run in named:
        run.parts.all().delete()
        run.rejects.all().delete()
        run.state, run.samples = ImportRun.State.DISCARDED, []
        run.save()
    return len(named)


def _may_name(run, words):
    """Nobody can tell of what is packed."""
    forms = set(_in_bytes(words))
    wanted = re.compile(b"|".join(map(re.escape, forms)), re.IGNORECASE)
    longest, rest = max(map(len, forms)), b""
    parts = UploadPart.objects.filter(run=run).order_by("record", "number").values_list("content", "record", "number")
    for content, record, number in parts.iterator(chunk_size=4):
        is_packed = record is None and number == 0 and is_wrapped(bytes(content[:16]))
        if is_packed or wanted.search(rest + bytes(content)):
            return True
        rest = bytes(content)[-longest:]
    return False


def _in_bytes(words) -> Iterator[bytes]:
    """As a file may write them; JSON has a way of its own for what is not ASCII."""
    for word in words:
        for written in {word, word.lower(), word.upper(), word.title(), json.dumps(word)[1:-1]}:
            for encoding in ENCODINGS:
                with suppress(UnicodeEncodeError):
                    yield written.encode(encoding)
