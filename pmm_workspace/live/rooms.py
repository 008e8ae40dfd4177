"""The open pages of this process by document: what one says the others hear, here and in other processes.

Pages of one process need no broker. Between processes the channel layer carries what is said; and because it may
lose messages or be away, `watching` compares with the database twice a second.
"""

import asyncio
import json
import logging
import time
import uuid
from weakref import WeakKeyDictionary

from channels.layers import get_channel_layer

from pmm_workspace.live import frames, watching
from pmm_workspace.live.storing import Store, in_workspace

logger = logging.getLogger(__name__)

GROUP = "live"
LOOK_EVERY = 0.5  # seconds: a lost role closes its pages within one
QUIET = 0.8  # seconds without typing, after which the text becomes a version's
AT_LEAST_EVERY = 3.0  # seconds, however fast people type
ASK_BROKER_EVERY = 2.0  # seconds, while it is away
TOGETHER = 0.03  # seconds that the next update may wait for others, once one was said
GIVE_UP_AFTER = 1.0  # seconds that the broker may take


class Rooms:
    """One of these for each event loop, that is for each process."""

    _of_loop: WeakKeyDictionary = WeakKeyDictionary()

    def __init__(self):
        self.name = uuid.uuid4().hex
        self.rooms: dict[int, Room] = {}
        self.tasks = set()
        self.broker_is_away_until = 0.0
        self.do(self._listen())
        self.do(self._look())

    @classmethod
    def here(cls) -> "Rooms":
        loop = asyncio.get_running_loop()
        if loop not in cls._of_loop:
            cls._of_loop[loop] = cls()
        return cls._of_loop[loop]

    def do(self, coroutine):
        task = asyncio.ensure_future(coroutine)
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)

    async def enter(self, page):
        visitor = page.visitor
        room = self.rooms.setdefault(visitor.artifact_id, Room(visitor.workspace_id, visitor.artifact_id))
        room.pages.add(page)
        await room.open()
        self.tell(visitor.artifact_id, {"type": "who"}, but=page)

    def leave(self, page):
        room = self.rooms.get(page.visitor.artifact_id)
        if room:
            room.pages.discard(page)
            if not room.pages:
                self.rooms.pop(room.artifact_id)
                if room.timer_runs:
                    self.do(room.project())

    def store(self, visitor) -> Store:
        return self.rooms[visitor.artifact_id].store

    def tell_update(self, page, number, data):
        """At once when it is the only one; what comes while that is being said goes together, as one update."""
        room = self.rooms.get(page.visitor.artifact_id)
        if room is None:  # they left while it was written, and nobody else is here
            room = Room(page.visitor.workspace_id, page.visitor.artifact_id)
        room.knows(number)
        room.unsaid.append((number, data, page))
        self._soon(room)
        if room.saying is None:
            room.saying = asyncio.get_running_loop().call_soon(self._say, room)

    def _say(self, room):
        said, room.unsaid = room.unsaid, []
        room.saying = asyncio.get_running_loop().call_later(TOGETHER, self._say, room) if said else None
        for run in _runs_without_gaps(said):
            pages = {page for _number, _data, page in run}
            frame = frames.update([number for number, *_rest in run], [data for _number, data, _page in run])
            self.tell(room.artifact_id, frame, but=pages.pop() if len(pages) == 1 else None)

    def tell(self, artifact_id, frame: dict, but=None):
        """To every page of the document, except to who said it."""
        text = json.dumps(frame)
        self.hear(artifact_id, text, but)
        self.do(self._publish(artifact_id, text))

    def hear(self, artifact_id, text, but=None):
        for page in list(self.rooms[artifact_id].pages) if artifact_id in self.rooms else []:
            if page is not but:
                self.do(_said(page, text))

    def _soon(self, room):
        """Project once nobody has typed for a moment, and now and then while they type."""
        loop, now = asyncio.get_running_loop(), time.monotonic()
        room.first_typed_at = room.first_typed_at or now
        if room.timer:
            room.timer.cancel()
        wait = max(0.0, min(QUIET, room.first_typed_at + AT_LEAST_EVERY - now))
        room.timer = loop.call_later(wait, lambda: self.do(self._project(room)))

    async def _project(self, room):
        room.first_typed_at = None
        outcome = await room.project()
        if outcome:
            await self.tell_outcome(room, outcome)

    async def tell_outcome(self, room, outcome):
        if outcome.update:
            room.knows(outcome.number)
            self.tell(room.artifact_id, frames.update([outcome.number], [outcome.update]))
        if outcome.refused:
            self.tell(room.artifact_id, {"type": "too much", "paths": outcome.refused})

    async def _publish(self, artifact_id, text):
        layer = get_channel_layer()
        if layer is None or time.monotonic() < self.broker_is_away_until:
            return
        message = {"type": "live", "from": self.name, "artifact": artifact_id, "text": text}
        try:
            await asyncio.wait_for(layer.group_send(GROUP, message), GIVE_UP_AFTER)
        except Exception as problem:  # whatever is wrong with the broker, the log has it
            self._miss_the_broker(problem)

    def _miss_the_broker(self, problem):
        """Said once each time that it goes, not every time that it is asked for."""
        if time.monotonic() > self.broker_is_away_until + 2 * ASK_BROKER_EVERY:
            logger.warning("The broker is away, pages hear each other through the database: %s", problem)
        self.broker_is_away_until = time.monotonic() + ASK_BROKER_EVERY

    async def _listen(self):
        """What other processes say, until the end of this one."""
        layer = get_channel_layer()
        while layer is not None:
            try:
                channel = await layer.new_channel()
                await layer.group_add(GROUP, channel)
                while True:
                    self._heard(await layer.receive(channel))
            except Exception as problem:
                self._miss_the_broker(problem)
                await asyncio.sleep(ASK_BROKER_EVERY)

    def _heard(self, message):
        if message.get("from") != self.name:
            room = self.rooms.get(message["artifact"])
            if room:
                room.overheard(message["text"])
                self.hear(message["artifact"], message["text"])

    async def _look(self):
        """Twice a second: who has lost their role, and what is in the database that nobody here was told."""
        while True:
            await asyncio.sleep(LOOK_EVERY)
            try:
                for workspace_id in {room.workspace_id for room in self.rooms.values()}:
                    await self._look_at(workspace_id)
            except Exception:
                logger.exception("The open documents were not looked at")

    async def _look_at(self, workspace_id):
        rooms = {key: room for key, room in self.rooms.items() if room.workspace_id == workspace_id}
        people = {page.visitor for room in rooms.values() for page in room.pages}
        known = {key: (room.sequence, room.revision) for key, room in rooms.items()}
        news = await in_workspace(workspace_id, watching.news, people, known)
        for room in rooms.values():
            for page in [page for page in room.pages if page.visitor in news.unwelcome]:
                self.do(page.close(4003))
        for artifact_id, each in news.documents.items():
            await self._catch_up(rooms[artifact_id], each)

    async def _catch_up(self, room, news):
        if news.sequence > room.sequence:
            room.knows(news.sequence)
            self.hear(room.artifact_id, json.dumps({"type": "behind", "sequence": news.sequence}))
        if news.edits:
            room.revision = news.revision
            self.hear(room.artifact_id, json.dumps({"type": "edited", "revision": news.revision, **news.edits}))
        if news.is_apart and not room.timer_runs:
            await self._project(room)


def _runs_without_gaps(said):
    """Another process may have written numbers in between, and who reads a frame believes it to be whole."""
    run = []
    for each in said:
        if run and each[0] != run[-1][0] + 1:
            yield run
            run = []
        run.append(each)
    if run:
        yield run


async def _said(page, text):
    try:
        await page.send(text)
    except Exception as problem:  # it is closing; it will read the log when it comes back
        logger.debug("A page was not told: %s", problem)


class Room:
    """One document, open in this process."""

    def __init__(self, workspace_id, artifact_id):
        self.workspace_id, self.artifact_id = workspace_id, artifact_id
        self.pages, self.store = set(), Store(workspace_id, artifact_id)
        self.sequence = self.revision = 0
        self.timer = self.first_typed_at = self.saying = None
        self.unsaid = []

    async def open(self):
        if not self.revision:
            self.sequence, self.revision = await in_workspace(self.workspace_id, watching.now_at, self.artifact_id)

    def knows(self, number):
        self.sequence = max(self.sequence, number)

    def overheard(self, text):
        frame = json.loads(text)
        if frame["type"] == "update":
            self.knows(frame["sequence"])

    @property
    def timer_runs(self):
        return self.first_typed_at is not None

    async def project(self):
        try:
            return await in_workspace(self.workspace_id, watching.reconciled, self.artifact_id)
        except Exception:
            logger.exception("Document %s was not reconciled; the sweep tries again", self.artifact_id)
