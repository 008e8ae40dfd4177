"""One open page, by socket. It is only an accelerator: everything it does, HTTP does as well."""

import json
import logging

from channels.generic.websocket import AsyncWebsocketConsumer

from pmm_workspace.live import frames, log
from pmm_workspace.live.rooms import Rooms
from pmm_workspace.live.storing import Refused, in_workspace
from pmm_workspace.live.visitors import visitor

logger = logging.getLogger(__name__)
NOT_WELCOME, GARBAGE, AGAIN = 4003, 4008, 4013


class Page(AsyncWebsocketConsumer):
    channel_layer_alias = "none"  # Rooms speaks to other processes, for all pages of this one

    async def connect(self):
        await self.accept()
        self.rooms, self.clients = Rooms.here(), set()
        artifact_id = self.scope["url_route"]["kwargs"]["pk"]
        self.visitor = await in_workspace(None, visitor, self.scope["user"], self.scope["session"], artifact_id)
        if self.visitor is None:
            await self.close(NOT_WELCOME)
        else:
            await self.rooms.enter(self)

    async def disconnect(self, code):
        if getattr(self, "visitor", None):
            self.rooms.leave(self)
            for client in self.clients:
                self._show(client, None)

    async def receive(self, text_data=None, bytes_data=None):
        if self.visitor is None:
            return
        try:
            frame = frames.parsed(text_data)
            await getattr(self, f"on_{frame['type']}")(frame)
        except frames.Garbage:
            await self.close(GARBAGE)
        except OSError:
            logger.debug("A page left before it was answered")
        except Exception:
            logger.exception("A page of document %s was not served", self.visitor.artifact_id)
            await self.close(AGAIN)

    async def on_since(self, frame):
        """What this page missed, from the log."""
        found = await in_workspace(self.visitor.workspace_id, log.since, self.visitor.artifact_id, frame["number"])
        await self.say(frames.updates(found))

    async def on_update(self, frame):
        """Into the log, then acknowledged, then to the others."""
        update = frames.decoded(frame["update"])
        entry = log.Entry(update, self.visitor.user_id)
        try:
            number = await self.rooms.store(self.visitor).append(entry)
        except Refused:
            await self.say({"type": "refused", "id": frame["id"]})
        else:
            await self.say({"type": "ack", "id": frame["id"], "sequence": number})
            self.rooms.tell_update(self, number, update)

    async def on_presence(self, frame):
        self.clients.add(frame["client"])
        if len(self.clients) > 8:
            raise frames.Garbage
        self._show(frame["client"], frame["state"])

    def _show(self, client, state):
        person = {"id": self.visitor.user_id, "name": self.visitor.name}
        shown = {"type": "presence", "client": client, "state": state, "user": person}
        self.rooms.tell(self.visitor.artifact_id, shown, but=self)

    async def say(self, frame: dict):
        await self.send(json.dumps(frame))
