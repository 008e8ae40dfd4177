"""Without its broker, or with one that never answers, the product reads and saves as before, and says what is late."""

import json
import os
import signal
import sys
import time
import uuid
from contextlib import contextmanager

import pytest

from enablement.models import Battlecard
from pmm_workspace.artifacts import editing
from pmm_workspace.artifacts.models import Artifact
from pmm_workspace.embedded import places
from pmm_workspace.embedded.places import ROOT
from pmm_workspace.embedded.processes import Child, run_to_end
from pmm_workspace.embedded.valkey import Valkey
from pmm_workspace.jobs.models import Job, State
from tests.reliability.server import Browser, environment_of_the_test, served

pytestmark = pytest.mark.django_db(transaction=True)

PATIENCE = 2  # seconds that any request may take

FAULTS = ["stopped", "frozen"]


@contextmanager
def broken_broker(fault):
    """A Valkey of our own that has just died, or that takes connections and never answers."""
    with places.throwaway() as state:
        valkey = Valkey(state, log=state / "valkey.log", durable=False)
        valkey.start()
        try:
            if fault == "stopped":
                valkey.child.kill()
            else:
                os.kill(valkey.child.pid, signal.SIGSTOP)
            yield valkey.url
        finally:
            valkey.child.kill()


@pytest.fixture(params=FAULTS)
def broker(request):
    with broken_broker(request.param) as url:
        yield url


@pytest.fixture
def card(workspace, ed):
    return editing.create(Battlecard, {"title": "Abacus", "why_we_win": "Faster."}, by=ed)


def timed(ask):
    """What came back, and after how many seconds."""
    start = time.monotonic()
    answer = ask()
    return answer, time.monotonic() - start


def test_reading_saving_and_uploading_go_on_and_readiness_says_what_is_late(broker, card, ed, ada, tmp_path):
    with served(tmp_path / "web.log", workers=1, VALKEY_URL=broker) as port:
        browser = Browser(port, ada)
        for page in PAGES:
            browser.get(page)  # templates are read once
        asked = {page: timed(lambda page=page: browser.get(page)) for page in PAGES}
        save = {"path": "why_we_win", "value": "Cheaper.", "base": 1, "op_id": uuid.uuid4()}
        asked["save"] = timed(lambda: browser.post(f"/d/{card.pk}/save/", save, **{"X-Autosave": "1"}))
        asked["comment"] = timed(lambda: browser.post(f"/d/{card.pk}/comments/", {"text": "Says who?"}))
        asked["move"] = timed(lambda: browser.post(f"/d/{card.pk}/move/", {"move": "retire", "seen": 2}))
        browser.get("/imports/new/")
        asked["upload"] = timed(lambda: browser.ask("POST", "/imports/new/", UPLOAD, IN_PARTS))
        readiness, text = browser.get("/health/ready")

    statuses = {name: answer[0] for name, (answer, _seconds) in asked.items()}
    assert statuses == dict.fromkeys([*PAGES, "save"], 200) | dict.fromkeys(["comment", "move", "upload"], 302)
    assert {name: seconds for name, (_answer, seconds) in asked.items() if seconds > PATIENCE} == {}
    assert (readiness, json.loads(text)) == (200, {"database": True, "background_work": "delayed"})
    latest = Artifact.objects.select_related("latest").get(pk=card.pk)
    assert (latest.state, latest.latest.content["fields"]["why_we_win"]) == ("retired", "Cheaper.")
    assert Job.objects.filter(kind__startswith="metrics.", state=State.WAITING).count() == 1


PAGES = ["/", "/inbox/", "/battlecards/", "/search/?q=abacus", "/settings/", "/funnel/", "/imports/"]
ROWS = "user,event,time\r\nu1,signed_up,2026-01-31T14:05:00Z\r\n"
HEAD = 'Content-Disposition: form-data; name="file"; filename="events.csv"'
UPLOAD = f"--parts\r\n{HEAD}\r\n\r\n{ROWS}\r\n--parts--\r\n".encode()
IN_PARTS = {"Content-Type": "multipart/form-data; boundary=parts"}


def test_work_asked_for_with_a_broken_broker_waits_for_the_sweeper(broker, ed, workspace, tmp_path):
    """The broker is asked in the request, so asking it must end soon; the second time as well."""
    script = tmp_path / "ask.py"
    script.write_text(ASK)
    asking = Child(
        "asking",
        [sys.executable, script, str(workspace.pk), tmp_path / "said.json"],
        log=tmp_path / "asking.log",
        environment=os.environ | environment_of_the_test() | {"VALKEY_URL": broker, "PYTHONPATH": str(ROOT)},
        folder=ROOT,
    )
    run_to_end(asking)
    seconds = json.loads((tmp_path / "said.json").read_text())

    assert len(seconds) == 3
    assert max(seconds) < PATIENCE
    assert Job.objects.filter(state=State.WAITING).count() == 3


ASK = """
import json, os, sys, time
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pmm_workspace.settings")
import django, django.db.transaction
django.setup()
from pmm_workspace.common import tenancy
from pmm_workspace.common.later import later
from pmm_workspace.jobs import queue
with django.db.transaction.atomic():
    later("jobs.sweep")  # modules are loaded once
seconds = []
for _ in range(3):
    start = time.monotonic()
    with tenancy.inside(int(sys.argv[1])):
        queue.enqueue("metrics.recalculate")
    seconds.append(time.monotonic() - start)
with open(sys.argv[2], "w") as said:
    json.dump(seconds, said)
"""
