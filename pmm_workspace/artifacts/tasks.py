"""What Celery beat calls."""

from celery import shared_task

from pmm_workspace.artifacts.publishing import publish_everywhere


@shared_task(name="artifacts.publish")
def publish_what_is_due():
    publish_everywhere()
