"""The socket: who may, what is refused, and that nothing acknowledged is lost when the server is killed."""

import base64
import itertools
import time
from contextlib import suppress

import pytest
from pycrdt import Doc
from websockets.exceptions import ConnectionClosed

from pmm_workspace.artifacts import editing
from pmm_workspace.artifacts.models import Artifact
from pmm_workspace.embedded.valkey import Valkey
from pmm_workspace.live import crdt, frames, log, reading, writing
from pmm_workspace.live.models import Update
from pmm_workspace.live.reconciling import reconcile
from tests.live.test_reconciling import text
from tests.quiet import wait_until_quiet

PATH = "why_we_win"


class Typist:
    """A Yjs document that grows by one word at a time."""

    def __init__(self, artifact):
        self.doc = Doc()
        reconcile(artifact.pk)
        for update in log.since(artifact.pk, 0).updates:
            self.doc.apply_update(update)

    def types(self, word) -> bytes:
        before = self.doc.get_state()
        place = crdt.fragment(self.doc, PATH)
        now = writing.markdown(crdt.read(place))
        crdt.write(place, reading.tree(f"{now} {word}"))
        return self.doc.get_update(before)


def soon(said, wanted, seconds=20):
    until = time.monotonic() + seconds
    while (found := said()) != wanted:
        assert time.monotonic() < until, f"{found!r} instead of {wanted!r}"
        time.sleep(0.05)


def test_what_one_types_the_other_hears_and_a_version_holds(web, card, ed, ada):
    typist = Typist(card)
    his, hers = web.page(ed, card), web.page(ada, card)
    hers.say(type="since", number=0)
    known = hers.hears("updates")["sequence"]

    his.sends(typist.types("Really."))
    assert his.hears("ack")["sequence"] == known + 1
    heard = hers.hears("update")
    assert (heard["first"], heard["sequence"]) == (known + 1, known + 1)
    soon(lambda: text(card, PATH), "Faster. Really.")
    assert hers.hears("edited")["paths"] == [PATH]


def test_two_processes_hear_each_other(web, new_web, card, ed, ada):
    typist = Typist(card)
    other = new_web()
    his, hers = web.page(ed, card), other.page(ada, card)
    # A process that has only begun to listen may miss the first.
    for count in itertools.count():
        his.sends(typist.types(f"{count}."))
        with suppress(TimeoutError):
            assert hers.hears("update", timeout=0.5)["sequence"]
            break
        assert count < 40
    other.close_pages()


def test_somebody_who_comes_and_goes_is_seen_by_the_others(web, card, ed, rita):
    his = web.page(ed, card)
    his.say(type="since", number=0)
    his.hears("updates")  # he is in the room
    hers = web.page(rita, card)
    hers.say(type="presence", client=7, state={"path": None})
    shown = his.hears("presence")
    assert (shown["client"], shown["user"]) == (7, {"id": rita.pk, "name": "Rita"})

    hers.socket.close()
    assert his.hears("presence")["state"] is None


def test_whoever_may_only_read_is_here_and_writes_nothing(web, card, rita):
    page = web.page(rita, card)
    page.say(type="since", number=0)
    page.hears("updates")
    number = page.sends(Typist(card).types("Mine."))

    assert page.hears("refused")["id"] == number
    assert not Update.objects.filter(live__artifact=card, author=rita).exists()


@pytest.mark.parametrize("who", ["vera", "olga"])
def test_whoever_may_not_see_drafts_does_not_come_in(request, web, card, who):
    page = web.page(request.getfixturevalue(who), card)
    assert page.is_closed_with() == 4003


GARBAGE = [
    "",
    "null",
    "[]",
    "{",
    '{"type": "dance"}',
    '{"type": []}',
    '{"type": "since", "number": -1}',
    '{"type": "since", "number": true}',
    '{"type": "update", "id": 1, "update": "not base64!"}',
    '{"type": "update", "id": 1, "update": ""}',
    '{"type": "update", "id": 1, "update": "Z2FyYmFnZQ=="}',
    '{"type": "update", "id": "1", "update": ""}',
    '{"type": "presence", "client": 1, "state": "here"}',
    '{"type": "presence", "client": 1, "state": {"path": "' + "x" * 5000 + '"}}',
    "[" * 100_000,
    '{"type": "update", "id": 1, "update": "' + base64.b64encode(b"x" * log.MAX_UPDATE * 2).decode() + '"}',
]


def test_garbage_closes_the_socket_and_only_that_one(web, card, ed):
    witness = web.page(ed, card)
    for said in GARBAGE:
        page = web.page(ed, card)
        page.socket.send(said)
        assert page.is_closed_with() == 4008, said[:80]
    page = web.page(ed, card)
    page.socket.send(b"\x00\x01")
    assert page.is_closed_with() == 4008

    witness.say(type="since", number=0)
    assert witness.hears("updates")


def test_a_lost_role_closes_the_socket_within_a_second(web, card, ada, ed):
    page = web.page(ada, card)
    page.say(type="since", number=0)
    page.hears("updates")

    ada.memberships.update(role="rep")
    lost_at = time.monotonic()
    assert page.is_closed_with() == 4003
    assert time.monotonic() - lost_at < 1.2  # a tick of half a second, and a loaded machine


def test_signing_out_closes_the_socket(web, card, ada):
    page = web.page(ada, card)
    page.say(type="since", number=0)
    page.hears("updates")

    page.session.logout()
    assert page.is_closed_with() == 4003


def test_a_role_that_may_only_read_from_now_on_writes_nothing_more(web, card, ada):
    typist, page = Typist(card), web.page(ada, card)
    page.sends(typist.types("Before."))
    page.hears("ack")
    ada.memberships.update(role="pm")
    page.sends(typist.types("After."))

    assert page.hears("refused")
    soon(lambda: text(card, PATH), "Faster. Before.")


def test_an_edit_from_elsewhere_reaches_open_pages(web, card, ed):
    typist, page = Typist(card), web.page(ed, card)
    page.say(type="since", number=0)
    page.hears("updates")

    editing.edit(card, {PATH: "Faster, says the API."}, base=1, by=ed)
    typist.doc.apply_update(frames.decoded(page.hears("update")["update"]))
    assert writing.markdown(crdt.read(crdt.fragment(typist.doc, PATH))) == "Faster, says the API."


class Sender:
    """A page with a journal: what is not acknowledged is sent again after the next connection."""

    def __init__(self, web, person, artifact):
        self.place, self.typist = (web, person, artifact), Typist(artifact)
        self.journal, self.acknowledged, self.words = {}, [], itertools.count(100)

    def connects(self):
        web, person, artifact = self.place
        self.page, self.sent = web.page(person, artifact), {}
        for word in list(self.journal):
            self.sends(word)

    def types(self, count):
        for _ in range(count):
            word = f"w{next(self.words)}"
            self.journal[word] = self.typist.types(word)
            self.sends(word)

    def sends(self, word):
        with suppress(ConnectionClosed):
            self.sent[self.page.sends(self.journal[word])] = word

    def hears(self, count):
        with suppress(ConnectionClosed):
            for _ in range(count):
                word = self.sent[self.page.hears("ack")["id"]]
                self.acknowledged.append(word)
                self.journal.pop(word)


def test_killing_the_server_loses_nothing_that_it_acknowledged(web, card, ed):
    sender = Sender(web, ed, card)
    for _life in range(3):
        sender.connects()
        sender.types(20)
        sender.hears(10)
        sender.types(20)
        web.kill()
        sender.hears(100)
        logged = b"".join(bytes(row.data) for row in Update.objects.filter(live__artifact=card))
        assert [word for word in sender.acknowledged if word.encode() not in logged] == []
        web.start()
    assert len(sender.acknowledged) >= 30

    sender.connects()
    sender.hears(len(sender.journal))
    everything = " ".join(f"w{number}" for number in range(100, next(sender.words)))
    soon(lambda: text(card, PATH), f"Faster. {everything}")


def test_without_the_broker_everything_is_still_said_and_kept(transactional_db, new_web, card, ed, ada, tmp_path):
    own = Valkey(tmp_path, log=tmp_path / "valkey.log", durable=False)
    own.start()
    first, second = new_web(VALKEY_URL=own.url), new_web(VALKEY_URL=own.url)
    typist, his, hers = Typist(card), first.page(ed, card), second.page(ada, card)
    hers.say(type="since", number=0)
    hers.hears("updates")  # from here on the page knows where the document stands
    own.child.kill()

    his.sends(typist.types("Alone."))
    assert his.hears("ack")
    assert hers.hears("behind")
    late = second.page(ada, card)
    late.say(type="since", number=0)
    assert late.hears("updates")["updates"]
    soon(lambda: text(card, PATH), "Faster. Alone.")
    for server in (first, second):
        server.kill()
    wait_until_quiet()


def test_after_a_compaction_whoever_was_away_gets_the_whole_text(web, card, ed):
    typist, page = Typist(card), web.page(ed, card)
    for count in range(5):
        page.sends(typist.types(f"{count}."))
        page.hears("ack")
    soon(lambda: text(card, PATH), "Faster. 0. 1. 2. 3. 4.")
    reconcile(card.pk)
    log.compact(card.pk)

    page.say(type="since", number=1)
    copy = Doc()
    for update in page.hears("updates")["updates"]:
        copy.apply_update(frames.decoded(update))
    assert writing.markdown(crdt.read(crdt.fragment(copy, PATH))) == "Faster. 0. 1. 2. 3. 4."
    assert Artifact.objects.get(pk=card.pk).revision >= 2
