"""What notices do as jobs: both may run twice."""

from pmm_workspace.jobs.queue import does
from pmm_workspace.notices import mailing, telling


@does("notices.tell")
def tell(progress, what, **ids):
    telling.tell(what, **ids)


@does("notices.mail")
def mail(progress, person_id):
    return {"sent": mailing.mail(person_id)}
