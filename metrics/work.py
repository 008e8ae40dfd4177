"""What metrics does for which kind of job."""

from dataclasses import asdict
from functools import partial

from django.conf import settings

from metrics import foreseeing, recalculation, store
from metrics.importing import checking, erasing, housekeeping, publishing, undoing
from metrics.models import ImportRun
from metrics.readout import people, rhythm
from metrics.readout.people import Wanted
from metrics.recalculation import audit, candidates, questions
from metrics.recalculation.questions import answers
from metrics.store.terms import Changes
from pmm_workspace.jobs.queue import does

does("metrics.check_import")(partial(checking.check, then=partial(questions.attempted, foreseeing.of_import)))
does("metrics.publish_import")(publishing.publish)
does("metrics.undo_import")(undoing.take_back)
does("metrics.erase_person")(erasing.forget)
does("metrics.audit")(audit.audit)
does("metrics.compact")(housekeeping.compact)
does("metrics.drop_uploads")(housekeeping.drop_uploads)
does("metrics.drop_old_events")(housekeeping.drop_old_events)
does(rhythm.KIND)(rhythm.keep)
does(questions.KIND)(questions.answer)


@does("metrics.recalculate")
def recalculate(progress, months=None):
    """All numbers. Jobs from before there was a lake name months."""
    recalculation.recount(hold=progress.hold)


@answers("undoing")
def of_undoing(run_id):
    return foreseeing.of_undoing(ImportRun.objects.get(pk=run_id))


@answers("terms")
def of_terms(**changes):
    return foreseeing.of_terms(Changes.from_plain(**changes))


@answers("criteria")
def of_criteria(events, match, days):
    return foreseeing.of_criteria(store.criteria_of(events, match), days)


@answers("erasing")
def of_erasing(subject):
    counts, told = foreseeing.of_erasing(subject)
    return {"counts": counts, "numbers": told}


@answers("candidates")
def of_candidates(days):
    return asdict(candidates.counted(days))


@answers(people.QUESTION)
def of_behind(**asked):
    return people.counted(Wanted(**asked), settings.COUNTING_SECONDS)
