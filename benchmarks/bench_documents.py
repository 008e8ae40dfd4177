"""Reading and saving a document, against the cheapest page of the same app in the same run."""

import statistics
import time
import uuid

from django.conf import settings
from django.test import Client

from enablement.models import Battlecard
from pmm_workspace.accounts import people
from pmm_workspace.accounts.models import User
from pmm_workspace.artifacts import editing
from pmm_workspace.common import tenancy

RUNS, OBJECTIONS = 200, 12
TEXT = "At list, yes. Customers pay three extra closing days a month, and that is 36 days a year."


def main():
    settings.ALLOWED_HOSTS = ["testserver"]
    user = User.objects.create_user(f"{uuid.uuid4().hex}@example.com", "a long password", name="Bench")
    workspace = people.open_workspace(f"Bench {uuid.uuid4().hex[:6]}", by=user)
    with tenancy.inside(workspace.pk):
        card = editing.create(Battlecard, card_of(OBJECTIONS), by=user)
    client = Client()
    client.force_login(user)
    base = measure("the cheapest page", lambda at: client.get("/health/live"))
    tag = client.get(f"/d/{card.pk}/").headers["ETag"]
    measure("read a battlecard", lambda at: client.get(f"/d/{card.pk}/"), base)
    measure("read it again (304)", lambda at: client.get(f"/d/{card.pk}/", headers={"If-None-Match": tag}), base)
    measure("save a field", lambda at: save(client, card, at), base)


def card_of(objections):
    rows = {f"objections/k{at}": {"they_say": f"Too dear {at}.", "we_say": TEXT} for at in range(objections)}
    return {"title": "Abacus", "why_we_win": TEXT, "why_we_lose": TEXT, **rows}


def save(client, card, at):
    body = {"path": "why_we_win", "value": f"Faster {at}.", "base": at + 1, "op_id": uuid.uuid4()}
    answer = client.post(f"/d/{card.pk}/save/", body, headers={"X-Autosave": "1"})
    assert answer.status_code == 200, answer.content


def measure(name, call, base=None):
    """Median and p95 in milliseconds, and the median as a multiple of the base."""
    times = []
    for at in range(RUNS):
        began = time.perf_counter()
        call(at)
        times.append((time.perf_counter() - began) * 1000)
    median, p95 = statistics.median(times), statistics.quantiles(times, n=20)[-1]
    ratio = f"{median / base:6.1f} ×" if base else ""
    print(f"  {name:24} p50 {median:6.1f} ms  p95 {p95:6.1f} ms  {ratio}")
    return median
