"""What Celery beat calls; the work itself is jobs."""

from celery import shared_task

from metrics import recalculation
from metrics.importing import housekeeping
from metrics.readout import rhythm
from metrics.recalculation import audit


@shared_task(name="metrics.audit")
def count_everything_again():
    audit.audit_everywhere()


@shared_task(name="metrics.compact")
def compact():
    housekeeping.compact_everywhere()


@shared_task(name="metrics.recalculate_what_changed")
def recalculate_what_changed():
    recalculation.recalculate_what_changed()


@shared_task(name="metrics.keep_house")
def keep_house():
    housekeeping.keep_house()


@shared_task(name="metrics.keep_reviews")
def keep_reviews():
    rhythm.keep_everywhere()
