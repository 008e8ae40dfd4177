"""Celery: background work and what repeats by the clock."""

import os

from celery import Celery
from celery.schedules import crontab

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pmm_workspace.settings")

app = Celery("pmm_workspace")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()

app.conf.beat_schedule = {
    "nudge waiting and interrupted jobs": {"task": "jobs.sweep", "schedule": 15.0},
    "publish what is due": {"task": "artifacts.publish", "schedule": 30.0},
    "ask whether it is still true": {"task": "notices.ask", "schedule": 3600.0},
    "send the mail that is due": {"task": "notices.post", "schedule": 60.0},
    "bring live text into versions": {"task": "live.sweep", "schedule": 15.0},
    "drop old events and files": {"task": "metrics.keep_house", "schedule": 3600.0},
    "keep the reviews that are due": {"task": "metrics.keep_reviews", "schedule": 3600.0},
    "put many files into one": {"task": "metrics.compact", "schedule": crontab(hour=2, minute=47)},
    "compare with a count of everything": {"task": "metrics.audit", "schedule": crontab(hour=3, minute=17)},
    "recalculate what means something else now": {"task": "metrics.recalculate_what_changed", "schedule": 3600.0},
}
