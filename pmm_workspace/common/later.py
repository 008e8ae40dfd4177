"""Work for after the commit: asked for by name, so that imports keep pointing down."""

import logging

from celery import current_app
from django.db import transaction
from kombu.exceptions import OperationalError

logger = logging.getLogger(__name__)


def later(task_name: str, **ids) -> None:
    """Run a Celery task once this transaction has committed; a misspelt name fails here and now."""
    task = _task(task_name)
    transaction.on_commit(lambda: _publish(task, ids))


def _task(name):
    current_app.loader.import_default_modules()
    return current_app.tasks[name]


def _publish(task, ids):
    """A broker that is away must not fail the request: the sweeper finds what was not nudged."""
    try:
        task.apply_async(kwargs=ids, retry=False)
    except (OperationalError, OSError) as problem:
        logger.warning("The broker did not take %s: %s", task.name, problem)
