"""The trace of a long house, and the register of many promises, against the cheapest page of the same run.

60 lines with 200 links to promises that stand on proofs; then 1,000 promises with 10,000 uses.
"""

import uuid
from datetime import timedelta

from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import localdate

from benchmarks import bench_documents
from benchmarks.bench_documents import measure
from messaging import register
from messaging.models import MessagingHouse, Promise, Proof
from pmm_workspace.accounts import people
from pmm_workspace.accounts.models import User
from pmm_workspace.artifacts import editing, freshness, links
from pmm_workspace.artifacts.models import Artifact
from pmm_workspace.common import tenancy

PROOFS, PROMISES, USES, LINES, LINKS, RUNS = 300, 1_000, 10_000, 60, 200, 40


def main():
    settings.ALLOWED_HOSTS, bench_documents.RUNS = ["testserver"], RUNS
    user = User.objects.create_user(f"{uuid.uuid4().hex}@example.com", "a long password", name="Bench")
    workspace = people.open_workspace(f"Bench {uuid.uuid4().hex[:6]}", by=user)
    client = Client()
    client.force_login(user)
    base = measure("the cheapest page", lambda at: client.get("/health/live"))
    with tenancy.inside(workspace.pk):
        promises = promised(user)
        house = editing.create(MessagingHouse, {"title": "House", **lines(promises[:LINKS], LINES)}, by=user)
        house = Artifact.objects.with_versions().get(pk=house.pk)
        asked("trace of 60 lines, 200 links", lambda: freshness.chain(house, side=links.DRAFT).standings)
        measure("  computed", lambda at: freshness.chain(house, side=links.DRAFT).standings, base)
        measure("  as the page", lambda at: client.get(f"/d/{house.pk}/"), base)
        measure("  as the trace", lambda at: client.get(f"/d/{house.pk}/trace/"), base)
        used(promises, user)
        asked("register of 1,000, 10,000 uses", lambda: register.entries(user))
        measure("  computed", lambda at: register.entries(user), base)
        measure("  as the page", lambda at: client.get("/promise-register/"), base)


def promised(user):
    expires = [localdate() + timedelta(days=days) for days in (-10, 30, 300)]
    proofs = [_proof(at, expires[at % 3], user) for at in range(PROOFS)]
    values = {"metric": "activation_rate", "threshold": "40"}
    return [
        editing.create(
            Promise,
            values
            | {"title": f"Promise {at}", "statement": f"Close in {at} days.", "proofs": [proofs[at % PROOFS].pk]},
            by=user,
        )
        for at in range(PROMISES)
    ]


def _proof(at, day, user):
    return editing.create(Proof, {"title": f"Proof {at}", "statement": f"{at} teams.", "expires_on": str(day)}, by=user)


def lines(promises, count):
    """As many pillars as asked for, which name all of these promises between them."""
    share = -(-len(promises) // count)
    return {
        f"pillars/p{at}": {"title": f"Claim {at}", "message": _words(promises[at * share : (at + 1) * share])}
        for at in range(count)
    }


def _words(promises):
    return "We say: " + ", ".join(f"[{promise.title}](/d/{promise.pk}/)" for promise in promises)


def used(promises, user):
    for at in range(USES // 400):
        some = [promises[(at * 400 + step) % PROMISES] for step in range(400)]
        editing.create(MessagingHouse, {"title": f"House {at}", **lines(some, 60)}, by=user)


def asked(name, call):
    with CaptureQueriesContext(connection) as queries:
        call()
    print(f"  {name:32} {len(queries)} queries")
