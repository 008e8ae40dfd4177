"""What Celery beat calls; the work itself is jobs."""

from celery import shared_task

from metrics import recalculation


@shared_task(name="metrics.recalculate_everything")
def recalculate_everything():
    recalculation.recalculate_everywhere()
