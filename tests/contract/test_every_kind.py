"""What every kind of document can do by being a kind: a new one passes these without a line of its own."""

import datetime
import json
import re

import pytest
from django.db import models

from pmm_workspace.accounts.models import Product, User
from pmm_workspace.artifacts import comments, completeness, diff, document, editing, kinds, review
from pmm_workspace.artifacts.completeness import Gap
from pmm_workspace.artifacts.fields import References
from pmm_workspace.artifacts.models import Artifact, State, Version

pytestmark = pytest.mark.django_db
every_kind = pytest.mark.parametrize("kind", kinds.kinds(), ids=lambda kind: kind._meta.model_name)


def value_for(field, mark="one"):
    """Something that this field accepts, different for each mark."""
    if isinstance(field, References):
        return [referred_to(field.kind, mark).pk]
    if field.flatchoices:
        choices = [value for value, _label in field.flatchoices if value != ""]
        return choices[len(mark) % len(choices)]
    if isinstance(field, models.BooleanField):
        return mark == "one"
    if isinstance(field, models.DateField):
        return str(datetime.date(2026, 1, len(mark)))
    if isinstance(field, models.ForeignKey):
        return None
    if isinstance(field, models.URLField):
        return f"https://example.com/{mark}"
    if isinstance(field, models.DecimalField):
        return f"{len(mark)}.50"
    if isinstance(field, models.IntegerField):
        return len(mark)
    return f"{field.name} {mark}"[: field.max_length or 100]


def referred_to(kind, mark):
    title = f"{mark} {kinds.slug(kind)}"
    by = User.objects.get(email="ed@example.com")
    return kind.objects.filter(title=title).first() or editing.create(kind, {"title": title}, by=by)


def filled(kind, mark="one"):
    """Changes that fill every field and put two items into every list."""
    changes = {name: value_for(field, mark) for name, field in kinds.fields(kind).items()}
    for name, item in kinds.lists(kind).items():
        for key in ("k1", "k2"):
            changes[f"{name}/{key}"] = row_for(item, mark, key)
    return changes


def row_for(item, mark, key):
    values = {name: value_for(field, mark) for name, field in kinds.item_fields(item).items()}
    within = kinds.within(item)
    return values | ({within.name: key} if within else {})


@pytest.fixture
def make(workspace, ed):
    return lambda kind, mark="one": editing.create(kind, filled(kind, mark), by=ed)


def latest(artifact):
    return Artifact.objects.select_related("latest", "approved").get(pk=artifact.pk)


@every_kind
def test_everything_written_is_read_back(make, kind):
    artifact = make(kind)
    found = document.of_artifact(latest(artifact))

    for path, value in filled(kind).items():
        expected = {"key": path.partition("/")[2]} | value if isinstance(value, dict) else value
        assert found.at(path) == expected


@every_kind
def test_the_typed_rows_say_the_same_as_the_version(make, kind):
    artifact = make(kind)
    found, row = document.of_artifact(latest(artifact)), kind.objects.get(pk=artifact.pk)

    for name, field in kinds.fields(kind).items():
        assert getattr(row, field.attname) == getattr(found, name)
    for name, item in kinds.lists(kind).items():
        rows = item.objects.filter(artifact=row)
        assert [each.key for each in rows] == ["k1", "k2"]
        for each, expected in zip(rows, getattr(found, name), strict=True):
            for field in kinds.item_fields(item):
                assert getattr(each, field) == getattr(expected, field)


@every_kind
def test_a_document_without_differences_has_an_empty_diff_and_another_has_each_place(make, kind):
    old = document.of_artifact(make(kind))
    new = document.of_artifact(make(kind, "other"))

    assert diff.between(old, old) == []
    changed = {change.path for change in diff.between(old, new)}
    for path, value in old.leaves():
        assert (path in changed) == (value != new.at(path))


@every_kind
def test_the_words_of_a_diff_add_up_to_both_texts(make, kind):
    old, new = document.of_artifact(make(kind)), document.of_artifact(make(kind, "other"))

    for change in diff.between(old, new):
        field = diff.field_at(kind, change.path)
        before = "".join(each.text for each in change.words if each.op != "added")
        after = "".join(each.text for each in change.words if each.op != "removed")
        assert before == diff.shown(field, old.at(change.path))
        assert after == diff.shown(field, new.at(change.path))


@every_kind
def test_restoring_a_version_brings_back_its_exact_content(make, kind, ada):
    artifact = make(kind)
    first = Version.objects.select_related("artifact").get(artifact=artifact)
    emptied = {f"{name}/k1": None for name in kinds.lists(kind)} | {"title": "Emptied"}
    editing.edit(artifact, emptied, base=1, by=ada)

    restored = editing.restore(latest(artifact), first, base=2, by=ada)

    assert restored.content == first.content
    assert restored.number == 3


@every_kind
def test_what_is_missing_is_said_with_a_place_that_exists(workspace, ed, kind):
    empty = editing.create(kind, {"title": "New"}, by=ed)
    gaps = completeness.gaps(document.of_artifact(empty))

    assert gaps, "a kind whose empty document is complete asks nothing of anybody"
    places = {*kinds.fields(kind), *kinds.lists(kind), ""}
    for gap in gaps:
        assert isinstance(gap, Gap) and gap.message
        assert gap.path.partition("/")[0] in places


@every_kind
def test_review_goes_from_draft_to_approved_and_readers_follow(make, kind, ed, rita, vera, monkeypatch):
    monkeypatch.setattr(kind, "completeness", (), raising=False)
    artifact = make(kind)
    assert not Artifact.objects.visible_to(vera).exists()

    review.submit(artifact, by=ed)
    review.approve(artifact, by=rita, seen=1)

    assert latest(artifact).state == State.APPROVED
    assert Artifact.objects.visible_to(vera).get().approved.content == latest(artifact).latest.content


@every_kind
def test_a_comment_finds_its_place_and_keeps_its_version(make, kind, rita):
    artifact = make(kind)
    comment = comments.write(artifact, "Says who?", path="title", by=rita)

    assert (comment.version.number, comment.path, comment.version.is_open) == (1, "title", False)


@every_kind
def test_the_pages_of_a_document_open(client, make, kind, ed, rita):
    artifact = make(kind)
    client.force_login(ed)
    slug = kinds.slug(kind)
    for address in (
        f"/{slug}/",
        f"/{slug}/new/",
        f"/d/{artifact.pk}/",
        f"/d/{artifact.pk}/edit/",
        f"/d/{artifact.pk}/review/",
        f"/d/{artifact.pk}/history/",
        f"/d/{artifact.pk}/compare/",
        f"/d/{artifact.pk}/v/1/",
        f"/d/{artifact.pk}/gaps/",
    ):
        answer = client.get(address)
        assert answer.status_code == 200, address
    page = client.get(f"/d/{artifact.pk}/").content.decode()
    for name, field in kinds.fields(kind).items():
        if isinstance(field, models.TextField):
            assert f"{name} one" in page, f"{name} is not on the page"
    for name, item in kinds.lists(kind).items():
        for field_name, field in kinds.written_fields(item).items():
            if isinstance(field, models.TextField):
                assert f"{field_name} one" in page, f"{name}.{field_name} is not on the page"


@every_kind
def test_every_field_can_be_edited_in_the_browser(client, make, kind, ed):
    artifact = make(kind)
    client.force_login(ed)
    page = client.get(f"/d/{artifact.pk}/edit/").content.decode()

    for name in kinds.fields(kind):
        assert f'name="path" value="{name}"' in page, f"{name} cannot be edited"
    for name, item in kinds.lists(kind).items():
        for field in kinds.written_fields(item):
            assert f'name="path" value="{name}/k1/{field}"' in page, f"{name}.{field} cannot be edited"


@every_kind
def test_rest_reads_what_it_writes(client, workspace, kind, ed):
    client.force_login(ed)
    address = f"/api/{kinds.slug(kind)}/"
    body = {name: value for name, value in filled(kind).items() if "/" not in name}
    for name, item in kinds.lists(kind).items():
        body[name] = [{"key": key} | row_for(item, "one", key) for key in ("k1", "k2")]

    made = client.post(address, json.dumps(body), content_type="application/json")
    assert made.status_code == 201, made.content
    read = client.get(f"{address}{made.json()['id']}/")

    assert {name: read.json()[name] for name in body} == body
    assert read.headers["ETag"] == '"1"'
    assert client.get(address).json()["results"][0]["id"] == made.json()["id"]


@every_kind
def test_rest_edits_only_what_was_seen(client, make, kind, ed):
    artifact = make(kind)
    client.force_login(ed)
    address = f"/api/{kinds.slug(kind)}/{artifact.pk}/"

    def patch(title, **headers):
        return client.patch(address, json.dumps({"title": title}), content_type="application/json", headers=headers)

    assert patch("Two").status_code == 428
    assert patch("Two", **{"If-Match": '"1"'}).json()["revision"] == 2
    assert patch("Three", **{"If-Match": '"1"'}).status_code == 412
    assert latest(artifact).title == "Two"


@every_kind
def test_readers_see_the_approved_text_in_pages_and_rest(client, make, kind, ed, rita, vera, monkeypatch):
    monkeypatch.setattr(kind, "completeness", (), raising=False)
    artifact = make(kind)
    review.submit(artifact, by=ed)
    review.approve(artifact, by=rita, seen=1)
    editing.edit(artifact, {"title": "Secret draft"}, base=1, by=ed)
    client.force_login(vera)

    pages = [f"/{kinds.slug(kind)}/", f"/d/{artifact.pk}/", f"/api/{kinds.slug(kind)}/", "/search/?q=title"]
    for address in pages:
        answer = client.get(address)
        said = re.sub("</?mark>", "", answer.content.decode())
        assert answer.status_code == 200
        assert "title one" in said, address
        assert "Secret draft" not in said, address
        assert "Draft" not in said, address


@every_kind
def test_a_product_shows_its_documents(client, make, kind, ed, product):
    artifact = make(kind)
    editing.edit(artifact, {"product": product.pk}, base=1, by=ed)
    client.force_login(ed)

    assert latest(artifact).product == Product.objects.get()
    assert "title one" in client.get(f"/p/{product.slug}/").content.decode()
