"""What a page makes a browser fetch: scripts with everything that they import, as gzip sends them."""

import gzip
import re
from pathlib import Path

import pytest

from enablement.models import Battlecard
from pmm_workspace.artifacts import editing
from pmm_workspace.embedded.places import ROOT

KILOBYTE = 1000
STATIC = ROOT / "static"
SCRIPT = re.compile(r'<script[^>]* src="/static/([^"]+)"')
IMPORT = re.compile(r'^(?:import|export)\b[^"\n]*"(\.[^"]+)"', re.MULTILINE)


def fetched(scripts) -> set[Path]:
    """These scripts, and what they import before they run; what is imported later is not waited for."""
    found, waiting = set(), list(scripts)
    while waiting:
        file = waiting.pop()
        if file not in found:
            found.add(file)
            waiting += [(file.parent / name).resolve() for name in IMPORT.findall(file.read_text())]
    return found


def weight(files) -> int:
    return sum(len(gzip.compress(file.read_bytes(), 9)) for file in files)


def test_the_editor_is_at_most_200_kilobytes_with_all_that_writing_needs(client, workspace, ed):
    artifact = editing.create(Battlecard, {"title": "Abacus"}, by=ed)
    client.force_login(ed)
    page = fetched(scripts_of(client, f"/d/{artifact.pk}/edit/"))
    editor = {STATIC / "vendor/editor/editor.js"}

    print(f"editor {weight(editor):,} bytes, the page around it {weight(page):,}")
    assert weight(page | editor) <= 200 * KILOBYTE


@pytest.mark.parametrize("who", ["ed", "rita", "vera"])
def test_pages_that_are_read_need_at_most_40_kilobytes(client, workspace, ed, rita, request, who):
    artifact = editing.create(Battlecard, {"title": "Abacus"}, by=ed)
    editing.pin(artifact.latest)
    Battlecard.objects.filter(pk=artifact.pk).update(state="approved", approved=artifact.latest)
    client.force_login(request.getfixturevalue(who))
    pages = ["/", "/inbox/", "/battlecards/", "/search/?q=abacus", "/settings/tokens/", f"/d/{artifact.pk}/"]
    pages += [] if who == "vera" else [f"/d/{artifact.pk}/{name}/" for name in ("review", "history", "compare", "v/1")]
    weights = {page: weight(fetched(scripts_of(client, page))) for page in pages}

    print(weights)
    assert min(weights.values()) > 3 * KILOBYTE  # they were found
    assert max(weights.values()) <= 40 * KILOBYTE


def scripts_of(client, address):
    answer = client.get(address)
    assert answer.status_code == 200, address
    return [(STATIC / name).resolve() for name in SCRIPT.findall(answer.content.decode())]
