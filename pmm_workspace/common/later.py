"""Work for after the commit: asked for by name, so that imports keep pointing down.

A thread of its own talks to the broker. One that is away costs seconds of retries, and one that hangs answers
never; nobody's request waits for either. What is not said is found by the sweeper.
"""

import atexit
import logging
import threading
import time
from functools import cache
from queue import Full, Queue

from celery import current_app
from django.db import transaction
from kombu.exceptions import OperationalError

logger = logging.getLogger(__name__)

AT_MOST = 1000  # messages that wait for the broker
AT_THE_END = 2  # seconds for what a short program still has to say


def later(task_name: str, **ids) -> None:
    """Run a Celery task once this transaction has committed; a misspelt name fails here and now."""
    task = _task(task_name)
    transaction.on_commit(lambda: _messenger.take(task, ids))


def _task(name):
    _load_tasks()
    return current_app.tasks[name]


@cache
def _load_tasks():
    """Once in a process: Celery has Django check every model whenever it is asked to."""
    current_app.loader.import_default_modules()


def _publish(task, ids):
    """A broker that is away is no failure: the sweeper finds what was not nudged."""
    try:
        task.apply_async(kwargs=ids, retry=False)
    except (OperationalError, OSError) as problem:
        logger.warning("The broker did not take %s: %s", task.name, problem)
    except Exception:
        logger.exception("The broker was not told of %s", task.name)


class Messenger:
    """Sends one message after another; its thread begins with the first one of a process."""

    def __init__(self):
        self._waiting = Queue(AT_MOST)
        self._thread = None
        self._lock = threading.Lock()

    def take(self, task, ids) -> None:
        self._see_to_the_thread()
        try:
            self._waiting.put_nowait((task, ids))
        except Full:
            logger.warning("Too many messages wait for the broker; %s is left to the sweeper", task.name)

    def flush(self, seconds: float) -> None:
        """Wait until everything has been said, but not longer than that."""
        until = time.monotonic() + seconds
        while self._waiting.unfinished_tasks and time.monotonic() < until:
            time.sleep(0.01)

    def _see_to_the_thread(self):
        """Also after a fork, which leaves threads behind."""
        with self._lock:
            if self._thread is None or not self._thread.is_alive():
                self._thread = threading.Thread(target=self._send, name="messenger", daemon=True)
                self._thread.start()

    def _send(self):
        while True:
            task, ids = self._waiting.get()
            _publish(task, ids)
            self._waiting.task_done()


_messenger = Messenger()
atexit.register(_messenger.flush, AT_THE_END)
