"""Twenty people write one document at once, over HTTP: every acknowledged word is kept, and none is overwritten unseen.

The check is Jepsen's set-full: each edit carries a token that is used nowhere else, and afterwards each
acknowledged token must be found where it belongs.
"""

import json
import os
import random
import re
import threading
import uuid
from collections import Counter
from dataclasses import dataclass, field

import pytest
from django.db import connection

from enablement.models import Battlecard
from pmm_workspace.accounts.models import Role
from pmm_workspace.artifacts import document, editing, review
from pmm_workspace.artifacts.document import ORDER
from pmm_workspace.artifacts.models import Artifact, Edit, Move, State, Version
from pmm_workspace.common import tenancy
from tests.people import person
from tests.reliability.server import Browser, served

pytestmark = pytest.mark.django_db(transaction=True)

EDITORS, SEED = 20, 20_261_121
EDITS = int(os.environ.get("EDITS", 30))  # by each; EDITS=200 is the long run
FIELDS = ["one_liner", "how_they_pitch", "they_say_about_us", "our_answer", "why_we_win", "why_we_lose"]
FIELDS += ["strengths_to_acknowledge", "their_price", "our_price", "how_to_compare"]
ITEMS = [f"o{number}" for number in range(30)]
PLACES = FIELDS + [f"objections/{key}/we_say" for key in ITEMS]
TOKEN = re.compile(r"words (t\d+x\d+) here")


@dataclass
class Editor:
    """Saves one place after another, as a page does: each place remembers the text and revision that were seen."""

    number: int
    browser: Browser
    artifact: Artifact
    acked: dict = field(default_factory=dict)  # {token: (revision, the text it replaced, as this person knew it)}
    conflicts: dict = field(default_factory=dict)  # {token: what the answer showed}
    other: list = field(default_factory=list)

    def work(self):
        chance = random.Random(SEED + self.number)
        seen = {place: (1 + len(ITEMS), "") for place in PLACES}
        for count in range(EDITS):
            token, place = f"t{self.number}x{count}", self.somewhere(chance)
            base, text = seen[place]
            status, answer = self.save(chance, place, token, base)
            if status == 200:
                self.acked[token] = answer["revision"], text
                seen[place] = answer["revision"], token
            elif status == 409:
                self.conflicts[token] = answer
                seen[place] = self.both_texts(answer, token)
            else:
                self.other.append((status, answer))

    def somewhere(self, chance):
        """Two times in three a place that is mostly one's own; else anywhere, where others write as well."""
        mine = 2 * self.number
        return chance.choice(PLACES[mine : mine + 2] if chance.random() < 0.67 else PLACES)

    def both_texts(self, answer, mine):
        """The revision and the text of somebody else, as the page now shows them."""
        (theirs,) = {*tokens(answer)} - {mine}
        return re.search(r'name="base" value="(\d+)"', answer)[1], theirs

    def save(self, chance, place, token, base):
        """One edit; every tenth is sent twice, as after an answer that was lost on the way."""
        op_id = uuid.uuid4()
        first = self.browser.save(self.artifact, place, f"words {token} here", base=base, op_id=op_id)
        if chance.random() < 0.1:
            again = self.browser.save(self.artifact, place, f"words {token} here", base=base, op_id=op_id)
            assert again[0] == first[0], (first, again)
        return first


@pytest.fixture
def card(workspace, ed):
    artifact = editing.create(Battlecard, {"title": "Abacus"}, by=ed)
    for base, key in enumerate(ITEMS, 1):
        editing.edit(artifact, {f"objections/{key}": {"they_say": "Too dear."}}, base=base, by=ed)
    return artifact


@pytest.fixture
def editors(workspace, card, tmp_path):
    people = [person(f"Editor{number}", workspace, Role.PMM) for number in range(EDITORS)]
    with served(tmp_path / "web.log") as port:
        yield [Editor(number, Browser(port, who, timeout=60), card) for number, who in enumerate(people)]


def at_once(*tasks):
    """Run them all at the same moment; what any of them raises is raised here."""
    start, problems = threading.Barrier(len(tasks)), []

    def run(task):
        try:
            start.wait(30)
            task()
        except BaseException as problem:
            problems.append(problem)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[task]) for task in tasks]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if problems:
        raise problems[0]


def tokens(value) -> list[str]:
    return TOKEN.findall(json.dumps(value))


@pytest.mark.timeout(400)
def test_twenty_editors_lose_nothing(editors, card):
    at_once(*(editor.work for editor in editors))

    acked = {token: revision for editor in editors for token, revision in editor.acked.items()}
    conflicts = {token: shown for editor in editors for token, shown in editor.conflicts.items()}
    edits = list(Edit.objects.filter(artifact=card).order_by("revision"))
    lost, doubled, overwritten = verdict(acked, conflicts, edits)
    print(
        f"\n{len(acked)} acknowledged, {len(conflicts)} conflicts, {len(lost)} lost, {len(doubled)} twice, "
        f"{len(overwritten)} overwritten unseen"
    )

    assert [editor.other for editor in editors if editor.other] == []
    assert len(acked) + len(conflicts) == EDITORS * EDITS
    assert len(acked) > 5 * EDITS and len(conflicts) > 2 * EDITS
    assert (lost, doubled, overwritten) == ([], [], [])
    assert [token for token, shown in conflicts.items() if token not in shown] == []
    latest = Artifact.objects.select_related("latest").get(pk=card.pk)
    assert latest.revision == 1 + len(ITEMS) + len(acked)
    assert replayed(edits) == document.of_artifact(latest).as_json()
    assert typed_rows(card) == {place: document.of_artifact(latest).at(place) for place in PLACES}


def verdict(acked, conflicts, edits):
    """What was acknowledged and is not where it was said to be, what is there twice, what was replaced unseen."""
    written = Counter(token for edit in edits for _before, after in edit.changes.values() for token in tokens(after))
    changes = {edit.revision: next(iter(edit.changes.values())) for edit in edits}
    lost = [token for token, (revision, _text) in acked.items() if token not in changes[revision][1]]
    doubled = [token for token, times in written.items() if times > 1]
    doubled += [token for token in conflicts if written[token]]
    overwritten = [token for token, (revision, text) in acked.items() if "".join(tokens(changes[revision][0])) != text]
    return lost, doubled, overwritten


def replayed(edits):
    """The document as its edits alone tell it."""
    found = document.Document(Battlecard)
    for edit in edits:
        found = document.applied(found, {path: after for path, (_before, after) in edit.changes.items()})
    return found.as_json()


def typed_rows(card):
    row = Battlecard.objects.get(pk=card.pk)
    items = {item.key: item for item in row.objections.all()}
    return {place: getattr(row, place) if place in FIELDS else items[place.split("/")[1]].we_say for place in PLACES}


def test_the_same_save_sent_by_ten_at_once_is_one_edit(card, ed, workspace):
    op_id, versions = uuid.uuid4(), []

    def save():
        with tenancy.inside(workspace.pk):
            versions.append(editing.edit(card, {"why_we_win": "Once."}, base=1 + len(ITEMS), by=ed, op_id=op_id).pk)

    at_once(*[save] * 10)

    assert len(versions) == 10 and len(set(versions)) == 1
    assert Edit.objects.filter(op_id=op_id).count() == 1
    assert Artifact.objects.get(pk=card.pk).revision == 2 + len(ITEMS)


def test_ten_new_documents_asked_for_with_one_op_id_are_one_document(workspace, ed):
    op_id, made = uuid.uuid4(), []

    def create():
        with tenancy.inside(workspace.pk):
            made.append(editing.create(Battlecard, {"title": "Abacus"}, by=ed, op_id=op_id).pk)

    at_once(*[create] * 10)

    assert len(made) == 10 and len(set(made)) == 1
    assert Artifact.objects.count() == 1


def test_items_moved_and_added_at_once_all_stay(card, ed, ada, workspace):
    def add(name, by):
        def run():
            with tenancy.inside(workspace.pk):
                for number in range(20):
                    editing.edit(card, {f"objections/{name}{number}": {"they_say": name}}, base=1 + len(ITEMS), by=by)

        return run

    def shuffle():
        with tenancy.inside(workspace.pk):
            for _ in range(20):
                artifact = Artifact.objects.select_related("latest").get(pk=card.pk)
                keys = [row.key for row in document.of_artifact(artifact).objections]
                editing.edit(card, {f"objections/{ORDER}": keys[::-1]}, base=artifact.revision, by=ed)

    at_once(add("a", ed), add("b", ada), shuffle)

    latest = document.of_artifact(Artifact.objects.select_related("latest").get(pk=card.pk))
    assert sorted(row.key for row in latest.objections) == sorted(
        ITEMS + [f"{name}{number}" for name in "ab" for number in range(20)]
    )


RACES = int(os.environ.get("RACES", 100))  # RACES=1000 is the long run


@pytest.mark.timeout(400)
def test_an_approval_always_names_the_exact_text_that_the_approver_saw(card, ed, rita, workspace, monkeypatch):
    """A click on Approve and a save at the same moment: the approved text is the one seen, or nothing is approved."""
    monkeypatch.setattr(Battlecard, "completeness", ())
    outcomes, seen_texts = Counter(), {}

    for race in range(RACES):
        ready = Artifact.objects.get(pk=card.pk)
        if ready.state == State.DRAFT:
            review.submit(ready, by=ed)
        seen = Artifact.objects.select_related("latest").get(pk=card.pk)
        seen_texts[seen.revision] = seen.latest.content
        result = []

        def approve(seen=seen, result=result):
            with tenancy.inside(workspace.pk):
                try:
                    result.append(review.approve(seen, by=rita, seen=seen.revision).version_id)
                except review.ChangedSince:
                    result.append(None)

        def edit(seen=seen, race=race):
            with tenancy.inside(workspace.pk):
                editing.edit(seen, {"why_we_win": f"Text {race}."}, base=seen.revision, by=ed)

        at_once(approve, edit)
        outcomes["approved" if result[0] else "refused"] += 1
        assert Artifact.objects.get(pk=card.pk).state == (State.DRAFT if result[0] else State.IN_REVIEW)

    print(f"\n{RACES} races: {dict(outcomes)}")
    approvals = Move.objects.filter(artifact=card, name="approve").select_related("version")
    assert len(approvals) == outcomes["approved"]
    for move in approvals:
        assert move.version.content == seen_texts[move.version.revision]
    assert min(outcomes["approved"], outcomes["refused"]) > 0
    approved = Artifact.objects.select_related("approved").get(pk=card.pk).approved
    assert approved == Version.objects.get(pk=approvals[0].version_id)
