"""Search in a workspace of 20,000 documents, against looking for the words in every text, in the same run.

The words of the made-up documents are as unevenly frequent as in a language; questions are of one to three words,
frequent and rare, half typed and mistyped, in English, Russian and Chinese.
"""

import random
import statistics
import time

from django.conf import settings
from django.db import connection, transaction
from django.test import Client

from enablement.models import Battlecard
from launches.models import LaunchBrief
from messaging.models import MessagingHouse
from pmm_workspace.accounts.models import Membership, Role, User, Workspace
from pmm_workspace.artifacts import queries, search
from pmm_workspace.artifacts.models import Artifact, Version
from pmm_workspace.common import tenancy

DOCUMENTS, QUESTIONS, BATCH = 20_000, 200, 500
KINDS = [(Battlecard, "why_we_win"), (LaunchBrief, "customer_problem"), (MessagingHouse, "core_message")]
LUCK = random.Random(7)


def main():
    settings.ALLOWED_HOSTS = ["testserver"]
    workspace = Workspace.objects.create(name="Benchmark", slug=f"bench-{time.time_ns()}")
    user = User.objects.create_user(f"{workspace.slug}@example.com", name="Bench")
    Membership.objects.create(user=user, workspace=workspace, role=Role.PMM)
    with tenancy.inside(workspace.pk):
        began = time.perf_counter()
        fill(user)
        print(f"  {DOCUMENTS:,} documents written and indexed in {time.perf_counter() - began:.0f} s")
        asked = list(questions())
        base = measure("every word by icontains", asked[:40], lambda text: plainly(text))
        measure("search: ranked ids", asked, lambda text: search.ranked(user, text).pks, base)
        measure("search: rows of a list", asked, lambda text: list(queries.found(user, text)[:30]), base)
    client = Client()
    client.force_login(user)
    measure("GET /search/", asked, lambda text: client.get("/search/", {"q": text}), base)
    measure("GET /palette/", asked, lambda text: client.get("/palette/", {"q": text}), base)
    measure("GET /api/search/", asked, lambda text: client.get("/api/search/", {"q": text}), base)


def plainly(text):
    rows = Artifact.objects.select_related("latest")
    for word in text.split():
        rows = rows.filter(latest__search_text__icontains=word)
    return list(rows[:30])


def measure(name, asked, call, base=None):
    times = []
    for text in asked:
        began = time.perf_counter()
        call(text)
        times.append((time.perf_counter() - began) * 1000)
    p95 = statistics.quantiles(times, n=20)[-1]
    ratio = f"{base / p95:6.1f} × quicker at p95" if base else ""
    print(f"  {name:24} p50 {statistics.median(times):7.1f} ms  p95 {p95:7.1f} ms  {ratio}")
    return p95


# Words as a language has them


def syllables(consonants, vowels):
    return [consonant + vowel for consonant in consonants for vowel in vowels]


def vocabulary(parts, size):
    return list(dict.fromkeys("".join(LUCK.choices(parts, k=LUCK.choice([1, 2, 2, 3, 3, 4]))) for _ in range(size)))


LANGUAGES = {
    "en": (vocabulary(syllables("bcdfglmnprstvw", ["a", "e", "i", "o", "er", "in", "al"]), 16_000), " "),
    "ru": (vocabulary(syllables("бвгдзклмнпрст", ["а", "е", "и", "о", "ов", "ка", "ен"]), 16_000), " "),
    "zh-hans": ([chr(0x4E00 + n) for n in range(2_500)], ""),
}
WEIGHTS = {code: [1 / (rank + 2) for rank in range(len(words))] for code, (words, _) in LANGUAGES.items()}


def words_of(code, count):
    return LUCK.choices(LANGUAGES[code][0], WEIGHTS[code], k=count)


def text_of(code, count):
    return LANGUAGES[code][1].join(words_of(code, count))


def questions():
    """One to three words, as frequent as they are written; every fifth is half typed, every fifth mistyped."""
    for number in range(QUESTIONS):
        code = LUCK.choice(list(LANGUAGES))
        text = text_of(code, LUCK.choice([2, 4]) if code == "zh-hans" else LUCK.choice([1, 2, 3]))
        if code != "zh-hans" and number % 5 == 0:
            text = text[: max(3, len(text) - 2)]
        if code != "zh-hans" and number % 5 == 1:
            text = text[:2] + text[3:]
        yield text


# Documents


@transaction.atomic
def fill(user):
    for first in range(0, DOCUMENTS, BATCH):
        artifacts = Artifact.objects.bulk_create(header(user, number) for number in range(first, first + BATCH))
        versions = Version.objects.bulk_create(version(artifact, user) for artifact in artifacts)
        for artifact, written in zip(artifacts, versions, strict=True):
            artifact.latest = written
            artifact.approved = written if artifact.pk % 2 else None
            artifact.state = "approved" if artifact.pk % 2 else "draft"
        Artifact.objects.bulk_update(artifacts, ["latest", "approved", "state"])
        for artifact in artifacts:
            search.index(artifact)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = 0")


def header(user, number):
    code = ("en", "en", "en", "ru", "zh-hans")[number % 5]
    kind = KINDS[number % len(KINDS)][0]._meta.model_name
    where = tenancy.current()
    return Artifact(workspace_id=where, kind=kind, title=text_of(code, 4), owner=user, language=code)


def version(artifact, user):
    name = {kind._meta.model_name: field for kind, field in KINDS}[artifact.kind]
    text = text_of(artifact.language, 250)
    content = {"fields": {"title": artifact.title, "language": artifact.language, name: text}, "lists": {}}
    return Version(
        workspace_id=artifact.workspace_id,
        artifact=artifact,
        number=1,
        revision=1,
        title=artifact.title,
        content=content,
        search_text=f"{artifact.title}\n{text}",
        author=user,
    )
