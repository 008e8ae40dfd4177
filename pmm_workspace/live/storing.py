"""From the event loop into the log: what arrives while one statement is under way goes into the next."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from django.db import InterfaceError, OperationalError, connection

from pmm_workspace.artifacts.models import Artifact
from pmm_workspace.common import tenancy
from pmm_workspace.live import log, visitors


class Refused(Exception):
    """This person may not write here (any more)."""


# So many connections each process keeps: to open one takes longer than what is asked over it.
_threads = ThreadPoolExecutor(4, thread_name_prefix="live")


async def in_workspace(workspace_id: int | None, function: Callable, *arguments):
    """Call a function that asks the database, in a thread and in this workspace. It may be called twice."""
    return await asyncio.get_running_loop().run_in_executor(_threads, _inside, workspace_id, function, arguments)


def _inside(workspace_id, function, arguments):
    with tenancy.inside(workspace_id):
        try:
            return function(*arguments)
        except (OperationalError, InterfaceError):  # the server was away, or two transactions stood in each other's way
            connection.close()
            return function(*arguments)


def store(artifact_id: int, entries: list[log.Entry]) -> list[int | None]:
    """The number of each entry in the log; None for who may not write, asked now."""
    artifact = Artifact.objects.only("state").get(pk=artifact_id)
    allowed = visitors.writers({entry.author_id for entry in entries}, artifact)
    kept = [entry for entry in entries if entry.author_id in allowed]
    last = log.append(artifact_id, kept) if kept else 0
    numbers = iter(range(last - len(kept) + 1, last + 1))
    return [next(numbers) if entry.author_id in allowed else None for entry in entries]


class Store:
    """The way into one artifact's log from this process."""

    def __init__(self, workspace_id, artifact_id):
        self.place = (workspace_id, store, artifact_id)
        self.waiting, self.task = [], None

    async def append(self, entry: log.Entry) -> int:
        answer = asyncio.get_running_loop().create_future()
        self.waiting.append((entry, answer))
        if self.task is None or self.task.done():
            self.task = asyncio.ensure_future(self._run())
        return await answer

    async def _run(self):
        while self.waiting:
            batch, self.waiting = self.waiting, []
            try:
                numbers = await in_workspace(*self.place, [entry for entry, _answer in batch])
            except Exception as problem:
                numbers = [problem] * len(batch)
            for (_entry, answer), number in zip(batch, numbers, strict=True):
                _answer_with(answer, number)


def _answer_with(answer, number):
    if answer.done():
        return
    if isinstance(number, int):
        answer.set_result(number)
    else:
        answer.set_exception(number or Refused())
