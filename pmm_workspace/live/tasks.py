"""What Celery calls."""

from celery import shared_task

from pmm_workspace.live.sweeping import sweep


@shared_task(name="live.sweep")
def sweep_live():
    sweep()
