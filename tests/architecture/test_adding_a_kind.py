"""“Add a kind”: a model and a template (and the migration Django writes), proved by one that only the tests have."""

import json
from datetime import date
from decimal import Decimal

from django.urls import reverse

from pmm_workspace.artifacts import editing, kinds
from pmm_workspace.artifacts.models import Artifact
from pmm_workspace.embedded.places import ROOT
from tests.toykind.models import Postcard, Stamp

TOY = ROOT / "tests/toykind"
WRITTEN_BY_HAND = {"__init__.py", "apps.py", "models.py", "templates/toykind/postcard.html"}


def test_the_toy_kind_is_a_model_and_a_template_and_nothing_else():
    files = {
        str(path.relative_to(TOY)) for path in TOY.rglob("*") if path.is_file() and "__pycache__" not in path.parts
    }

    assert files - {"migrations/__init__.py", "migrations/0001_postcards.py"} == WRITTEN_BY_HAND


def test_no_file_of_the_product_names_the_toy_kind():
    sources = [path for folder in ("pmm_workspace", "templates", "static/js") for path in (ROOT / folder).rglob("*")]
    texts = {path: path.read_text() for path in sources if path.suffix in {".py", ".html", ".js"}}

    assert len(texts) > 100
    assert [str(path) for path, text in texts.items() if names_the_toy(text)] == []


def names_the_toy(text):
    return "postcard" in text.lower() or "toykind" in text.lower()


def test_the_toy_kind_is_found_with_its_fields_and_lists():
    assert kinds.kind("postcard") is Postcard
    assert kinds.kind_at("postcards") is Postcard
    assert [*kinds.fields(Postcard)][3:] == ["greeting", "story", "sent_on", "is_urgent", "days_on_the_way"]
    assert kinds.lists(Postcard) == {"stamps": Stamp}


def test_the_toy_kind_is_written_in_the_browser_and_read(client, workspace, ed):
    client.force_login(ed)
    begun = client.post(reverse("document_new", args=["postcards"]), {"title": "From Oslo", "language": "en"})
    artifact = Artifact.objects.get()
    assert begun["Location"] == reverse("document_edit", args=[artifact.pk])

    save(client, artifact, "story", "Fjords, mostly.", base=1)
    save(client, artifact, "sent_on", "2026-03-01", base=2)
    save(client, artifact, "is_urgent", "on", base=3)
    client.post(f"/d/{artifact.pk}/lists/stamps/", {"what": "add", "base": 4})
    stamp = Stamp.objects.get()
    save(client, artifact, f"stamps/{stamp.key}/worth", "1.25", base=5)

    row, stamp = Postcard.objects.get(), Stamp.objects.get()
    assert (row.story, row.sent_on, row.is_urgent, stamp.worth) == (
        "Fjords, mostly.",
        date(2026, 3, 1),
        True,
        Decimal("1.25"),
    )
    assert "<p>Fjords, mostly.</p>" in client.get(f"/d/{artifact.pk}/").content.decode()
    assert "From Oslo" in client.get("/postcards/").content.decode()


def save(client, artifact, path, value, *, base):
    answer = client.post(
        f"/d/{artifact.pk}/save/", {"path": path, "value": value, "base": base}, headers={"X-Autosave": "1"}
    )
    assert (answer.status_code, answer.json().get("revision")) == (200, base + 1)


def test_the_toy_kind_has_a_rest_address_of_its_own(client, workspace, ed):
    client.force_login(ed)
    body = {"title": "From Oslo", "sent_on": "2026-03-01", "stamps": [{"key": "a", "motif": "Elk", "worth": "0.50"}]}
    made = client.post("/api/postcards/", json.dumps(body), content_type="application/json")
    assert made.status_code == 201

    read = client.get(f"/api/postcards/{made.json()['id']}/").json()
    assert (read["sent_on"], read["is_urgent"], read["days_on_the_way"]) == ("2026-03-01", False, None)
    assert read["stamps"] == [{"key": "a", "audience": "internal", "motif": "Elk", "worth": "0.50"}]


def test_the_toy_kind_is_in_the_description_of_the_api(client):
    described = client.get("/api/schema/", headers={"Accept": "application/vnd.oai.openapi+json"}).json()

    assert {"/api/postcards/", "/api/postcards/{id}/"} <= set(described["paths"])
    assert described["components"]["schemas"]["Stamp"]["properties"].keys() == {"key", "audience", "motif", "worth"}


def test_the_toy_kind_stands_behind_the_same_wall(workspace, elsewhere, ed, olga, client):
    editing.create(Postcard, {"title": "From Oslo"}, by=ed)
    client.force_login(olga)

    assert "From Oslo" not in client.get("/postcards/").content.decode()
    assert client.get(f"/d/{Artifact.objects.get().pk}/").status_code == 404
