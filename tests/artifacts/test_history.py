"""What was can come back: everything or one place, exactly, as a new version."""

import json
import os
import random

import pytest

from messaging.models import MessagingHouse
from pmm_workspace.artifacts import document, editing, kinds
from pmm_workspace.artifacts.document import BadChange
from pmm_workspace.artifacts.models import Artifact, Version
from pmm_workspace.artifacts.web import history, views


@pytest.fixture
def house(workspace, ed):
    changes = {"title": "House", "core_message": "Close in three days."}
    changes |= {f"pillars/{key}": {"title": f"Claim {key}"} for key in ("a", "b", "c")}
    changes |= {"proof_points/p": {"pillar": "b", "summary": "Nordlys."}}
    return editing.create(MessagingHouse, changes, by=ed)


def now(artifact):
    return Artifact.objects.select_related("latest", "approved").get(pk=artifact.pk)


def first(artifact):
    return Version.objects.select_related("artifact").get(artifact=artifact, number=1)


def keys(artifact, name="pillars"):
    return document.of_artifact(now(artifact)).at(f"{name}/#order")


def change(artifact, changes, by):
    editing.pin(now(artifact).latest)
    editing.edit(artifact, changes, base=now(artifact).revision, by=by)


def restored(artifact, path, by):
    return editing.restore_place(now(artifact), first(artifact), path, base=now(artifact).revision, by=by)


def test_one_field_comes_back_and_the_rest_stays(house, ed):
    change(house, {"core_message": "Faster.", "tone": "Calm."}, ed)

    version = restored(house, "core_message", ed)

    content = document.of_artifact(now(house))
    assert (content.core_message, content.tone) == ("Close in three days.", "Calm.")
    assert (version.number, version.note) == (3, "“core message” restored from version 1")


def test_an_item_comes_back_where_it_stood_with_what_stood_within_it(house, ed):
    change(house, {"pillars/b": None}, ed)
    assert (keys(house), keys(house, "proof_points")) == (["a", "c"], [])

    restored(house, "pillars/b", ed)

    assert (keys(house), keys(house, "proof_points")) == (["a", "b", "c"], ["p"])
    assert document.of_artifact(now(house)).at("pillars/b/title") == "Claim b"


def test_an_item_that_was_added_since_goes_again(house, ed):
    change(house, {"pillars/d": {"title": "Claim d"}, "tone": "Calm."}, ed)

    restored(house, "pillars/d", ed)

    assert keys(house) == ["a", "b", "c"]


def test_an_order_and_a_whole_list_come_back(house, ed):
    change(house, {"pillars/#order": ["c", "b", "a"], "pillars/a/title": "Other"}, ed)
    restored(house, "pillars/#order", ed)
    assert keys(house) == ["a", "b", "c"]
    assert document.of_artifact(now(house)).at("pillars/a/title") == "Other"

    restored(house, "pillars", ed)
    assert document.of_artifact(now(house)).at("pillars/a/title") == "Claim a"


@pytest.mark.parametrize("path", ["nothing", "pillars/z/title", "nothing/#order", ""])
def test_a_place_that_was_not_there_does_not_come_back(house, ed, path):
    change(house, {"tone": "Calm."}, ed)
    with pytest.raises(BadChange):
        restored(house, path, ed)
    assert now(house).latest.number == 2


def test_a_place_that_somebody_changed_meanwhile_is_a_conflict(house, ed, ada):
    change(house, {"core_message": "Faster."}, ed)
    editing.edit(house, {"core_message": "Cheaper."}, base=2, by=ada)

    with pytest.raises(editing.Conflict):
        editing.restore_place(now(house), first(house), "core_message", base=2, by=ed)


RESTORES = int(os.environ.get("RESTORES", 100))  # RESTORES=500 is the long run


def test_a_version_is_named_by_hand_and_stays_as_it_is(client, house, ed):
    client.force_login(ed)
    sent = client.post(f"/d/{house.pk}/v/1/name/", {"name": " As shown to the board "}, follow=True)
    assert "As shown to the board" in sent.content.decode()
    editing.edit(house, {"tone": "Calm."}, base=1, by=ed)
    assert (first(house).name, now(house).latest.number) == ("As shown to the board", 2)
    assert "· As shown to the board</option>" in client.get(f"/d/{house.pk}/compare/").content.decode()

    client.post(f"/d/{house.pk}/v/1/name/", {"name": "n" * 81})
    assert first(house).name == "As shown to the board"
    client.post(f"/d/{house.pk}/v/1/name/", {"name": ""})
    assert first(house).name == ""


def test_what_stood_before_many_lines_came_in_has_a_name(client, house, ed):
    client.force_login(ed)
    client.post(f"/d/{house.pk}/lists/pillars/", {"what": "add", "text": "- One line"})
    assert now(house).latest.name == ""

    client.post(f"/d/{house.pk}/lists/pillars/", {"what": "add", "text": "- One\n- Two"})
    assert (first(house).name, now(house).latest.number) == ("Before 2 lines came in", 2)


def test_many_restores_bring_back_every_byte(house, ed):
    """Whatever was added, removed, moved or rewritten in between."""
    dice = random.Random(20261122)
    for step in range(30):
        change(house, scrambled(dice, document.of_artifact(now(house)), step), ed)
    versions = list(Version.objects.select_related("artifact").filter(artifact=house))

    for _time in range(RESTORES):
        wanted = dice.choice(versions)
        artifact = now(house)
        editing.restore(artifact, wanted, base=artifact.revision, by=ed)
        assert as_bytes(now(house).latest) == as_bytes(wanted)


def as_bytes(version):
    return json.dumps(version.content, ensure_ascii=False).encode()


def scrambled(dice, content, step):
    """A few random changes: words in any script, items added, removed and moved."""
    texts = ["Быстрее.", "更快。", "Faster <b>&amp;", "", "# One\n\n- two", f"step {step}"]
    order = list(content.at("pillars/#order"))
    dice.shuffle(order)
    changes = {"core_message": dice.choice(texts), "pillars/#order": order}
    changes[f"pillars/k{step}"] = {"title": dice.choice(texts), "message": dice.choice(texts)}
    if len(order) > 2 and dice.random() < 0.6:
        changes[f"pillars/{order[0]}"] = None
    else:
        changes[f"proof_points/p{step}"] = {"pillar": order[-1], "summary": dice.choice(texts)}
    return {path: value for path, value in changes.items() if _is_possible(content, path)}


def _is_possible(content, path):
    return path.partition("/")[0] in {*kinds.fields(content.model), *kinds.lists(content.model)}


def test_versions_are_paged_and_those_of_two_pages_can_be_compared(client, house, ed, monkeypatch):
    monkeypatch.setattr(history, "VERSIONS_ON_A_PAGE", 2)
    for text in ("One.", "Two.", "Three."):
        change(house, {"core_message": text}, ed)
    client.force_login(ed)

    newer, older = (client.get(f"/d/{house.pk}/history/?page={n}").content.decode() for n in (1, 2))
    assert [page.count('name="a"') for page in (newer, older)] == [2, 2]
    assert f"/d/{house.pk}/v/1/" in older and f"/d/{house.pk}/v/1/" not in newer

    compared = client.get(f"/d/{house.pk}/compare/?a=1&b=4").content.decode()
    assert '<option value="1" selected>' in compared
    assert client.get(f"/d/{house.pk}/compare/?a=1&b=5").status_code == 404

    told = client.get(f"/api/messaging-houses/{house.pk}/versions/?page_size=3").json()
    assert [each["number"] for each in told["results"]] == [4, 3, 2] and told["next"]


def test_a_product_is_paged(client, house, ed, product, monkeypatch):
    monkeypatch.setattr(views, "PRODUCT_PAGE", 1)
    editing.edit(house, {"product": product.pk}, base=1, by=ed)
    editing.create(MessagingHouse, {"title": "Barn", "product": product.pk}, by=ed)
    client.force_login(ed)

    newer, older = (client.get(f"/p/{product.slug}/?page={n}").content.decode() for n in (1, 2))
    assert ">Barn<" in newer and ">House<" not in newer and ">House<" in older
    assert "?page=2" in newer and "None" not in older
