"""Every night everything is counted anew. What pages show and what the files tell must not differ."""

from metrics.models import Tally
from metrics.recalculation import audit, publish
from pmm_workspace.jobs.models import Job, State
from pmm_workspace.notices.models import Kind, Notice
from pmm_workspace.notices.wording import sentence
from tests.metrics.store.lakes import event, imported, tallied

ROWS = [event("u1"), event("u1", "activated", "2026-01-06"), event("u2", when="2026-02-01")]


def audited():
    audit.audit_everywhere()
    audit.audit_everywhere()  # one waits already
    return Job.objects.filter(kind=audit.KIND).latest("pk")


def test_numbers_that_add_up_are_no_news(workspace, ada, worked):
    assert not Job.objects.exists()
    audit.audit_everywhere()
    assert not Job.objects.exists()  # nothing has been counted
    imported(publish=publish.land, events=ROWS)
    before, job = tallied(), audited()
    worked()
    job.refresh_from_db()
    assert (job.state, job.result) == (State.DONE, {"differing": 0})
    assert Job.objects.filter(kind=audit.KIND).count() == 1
    assert tallied() == before
    assert not Notice.objects.exists()


def test_a_number_that_does_not_add_up_is_put_right_and_every_admin_is_told(workspace, ada, ed, worked):
    imported(publish=publish.land, events=ROWS)
    before = tallied()
    Tally.objects.filter(measure="funnel.entered:signup", period="2026-01-05").update(value=7)
    Tally.objects.filter(measure="funnel.entered:signup", period="2026-02-01").delete()
    Tally(measure="engagement.dau", period="2026-03-01", channel="google", value=3).save()

    job = audited()
    worked()
    job.refresh_from_db()
    assert job.state == State.FAILED
    assert job.error.startswith("3 numbers were not what a count of everything gave, and were put right. ")
    assert "engagement.dau, 2026-03-01, google: 3 instead of nothing." in job.error
    assert "funnel.entered:signup, 2026-01-05, no channel: 7 instead of 1." in job.error
    assert tallied() == before
    told = Notice.objects.of(ada).get(kind=Kind.AUDIT)
    assert sentence(told) == "3 numbers did not add up in the nightly count: they were put right"
    assert told.words["note"].startswith("engagement.dau, 2026-03-01, google: 3 instead of nothing.")
    assert not Notice.objects.of(ed).exists()
