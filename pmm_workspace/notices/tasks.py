"""What Celery calls, for the clock and for the kernel."""

from celery import shared_task

from pmm_workspace.common import tenancy
from pmm_workspace.notices import mailing, telling, upkeep


@shared_task(name="notices.tell")
def tell(workspace_id, what, **ids):
    with tenancy.inside(workspace_id):
        telling.tell(what, **ids)


@shared_task(name="notices.ask")
def ask():
    upkeep.ask_everywhere()


@shared_task(name="notices.post")
def post():
    upkeep.notice_everywhere()
    mailing.post_everywhere()
