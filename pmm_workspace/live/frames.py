"""What pages and the server say to each other. Whatever else arrives is refused."""

import base64
import binascii
import json

from pycrdt import merge_updates

from pmm_workspace.live import crdt
from pmm_workspace.live.log import MAX_UPDATE

MAX_FRAME = MAX_UPDATE * 4 // 3 + 1024
MAX_PRESENCE = 4096


class Garbage(ValueError):
    """Not a frame of ours."""


def encoded(update: bytes) -> str:
    return base64.b64encode(update).decode()


def decoded(text) -> bytes:
    """The update in a frame; refuses what no Yjs document could take."""
    try:
        update = base64.b64decode(text, validate=True)
    except (TypeError, ValueError, binascii.Error):
        raise Garbage from None
    if not update or len(update) > MAX_UPDATE or not crdt.is_update(update):
        raise Garbage
    return update


def parsed(text) -> dict:
    """A frame from a page: one of SAYS, with members of the right kind."""
    if not isinstance(text, str) or len(text) > MAX_FRAME:
        raise Garbage
    try:
        frame = json.loads(text)
    except (ValueError, RecursionError):
        raise Garbage from None
    check = SAYS.get(frame.get("type")) if isinstance(frame, dict) and isinstance(frame.get("type"), str) else None
    if check is None or not check(frame):
        raise Garbage
    return frame


def is_count(value) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 2**53


def _is_presence(frame):
    state = frame.get("state")
    is_small = len(json.dumps(state)) <= MAX_PRESENCE
    return is_count(frame.get("client")) and (state is None or isinstance(state, dict)) and is_small


SAYS = {
    "since": lambda frame: is_count(frame.get("number")),
    "update": lambda frame: is_count(frame.get("id")) and isinstance(frame.get("update"), str),
    "presence": _is_presence,
}


def updates(since) -> dict:
    return {"type": "updates", "sequence": since.sequence, "updates": [encoded(each) for each in since.updates]}


def update(numbers: list[int], updates: list[bytes]) -> dict:
    """Updates whose numbers follow each other, as one."""
    together = merge_updates(*updates) if len(updates) > 1 else updates[0]
    return {"type": "update", "first": numbers[0], "sequence": numbers[-1], "update": encoded(together)}
