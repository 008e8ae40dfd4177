"""What Celery calls: ids in, one call."""

from celery import shared_task

from pmm_workspace.common import tenancy
from pmm_workspace.jobs import queue
from pmm_workspace.jobs.sweep import sweep


@shared_task(name="jobs.run")
def run(workspace_id, job_id):
    with tenancy.inside(workspace_id):
        queue.run(job_id)


@shared_task(name="jobs.sweep")
def sweep_jobs():
    sweep()
