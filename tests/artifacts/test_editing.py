"""The one write path: merge, conflict, retry, versions."""

import os
import uuid
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import F

from enablement.models import Battlecard, Objection
from pmm_workspace.artifacts import document, editing
from pmm_workspace.artifacts.editing import Conflict, create, edit, restore
from pmm_workspace.artifacts.models import Artifact, Edit, Version


@pytest.fixture
def battlecard(workspace, ed):
    return create(Battlecard, {"title": "Abacus", "why_we_win": "Faster."}, by=ed)


def now(artifact):
    return Artifact.objects.select_related("latest").get(pk=artifact.pk)


def content(artifact):
    return document.of_artifact(now(artifact))


def test_a_new_document_has_a_first_version_an_edit_and_typed_columns(battlecard, ed):
    assert (battlecard.revision, battlecard.latest.number) == (1, 1)
    assert Battlecard.objects.get(pk=battlecard.pk).why_we_win == "Faster."
    assert Edit.objects.get(artifact=battlecard).changes["why_we_win"] == ["", "Faster."]
    assert content(battlecard).why_we_win == "Faster."


def test_different_fields_merge(battlecard, ed, ada):
    edit(battlecard, {"why_we_lose": "Price."}, base=1, by=ada)
    edit(battlecard, {"why_we_win": "Cheaper."}, base=1, by=ed)

    assert (content(battlecard).why_we_win, content(battlecard).why_we_lose) == ("Cheaper.", "Price.")


def test_the_same_field_is_answered_with_both_texts_and_nothing_changes(battlecard, ed, ada):
    edit(battlecard, {"why_we_win": "Cheaper."}, base=1, by=ada)

    with pytest.raises(Conflict) as refusal:
        edit(battlecard, {"why_we_win": "Simpler.", "why_we_lose": "Price."}, base=1, by=ed)

    (clash,) = refusal.value.clashes
    assert (clash.path, clash.theirs, clash.mine, clash.by) == ("why_we_win", "Cheaper.", "Simpler.", "Ada")
    assert (content(battlecard).why_we_win, content(battlecard).why_we_lose) == ("Cheaper.", "")


def test_who_writes_the_same_text_does_not_clash(battlecard, ed, ada):
    edit(battlecard, {"why_we_win": "Cheaper."}, base=1, by=ada)
    edit(battlecard, {"why_we_win": " Cheaper. "}, base=1, by=ed)

    assert now(battlecard).revision == 2


def test_a_retry_is_harmless(battlecard, ed):
    op_id = uuid.uuid4()
    first = edit(battlecard, {"why_we_win": "Cheaper."}, base=1, by=ed, op_id=op_id)
    again = edit(battlecard, {"why_we_win": "Cheaper."}, base=1, by=ed, op_id=op_id)

    assert first == again
    assert now(battlecard).revision == 2


def test_an_op_id_belongs_to_one_document(battlecard, ed):
    op_id = uuid.uuid4()
    edit(battlecard, {"why_we_win": "Cheaper."}, base=1, by=ed, op_id=op_id)
    other = create(Battlecard, {"title": "Tallyworks"}, by=ed)

    with pytest.raises(ValidationError, match="another document"):
        edit(other, {"why_we_win": "Cheaper."}, base=1, by=ed, op_id=op_id)


def test_items_are_added_changed_moved_and_removed(battlecard, ed):
    for at, (key, words) in enumerate([("k1", "Too dear."), ("k2", "Too new."), ("k3", "Too small.")], 1):
        edit(battlecard, {f"objections/{key}": {"they_say": words}}, base=at, by=ed)
    edit(battlecard, {"objections/k2/we_say": "Ten years old."}, base=4, by=ed)
    edit(battlecard, {"objections/#order": ["k3", "k1", "k2"]}, base=5, by=ed)
    edit(battlecard, {"objections/k1": None}, base=6, by=ed)

    rows = Objection.objects.filter(artifact=battlecard)
    assert [(row.key, row.position, row.they_say, row.we_say) for row in rows] == [
        ("k3", 0, "Too small.", ""),
        ("k2", 1, "Too new.", "Ten years old."),
    ]
    assert [row.key for row in content(battlecard).objections] == ["k3", "k2"]


def test_two_people_add_an_item_each_and_both_stay(battlecard, ed, ada):
    edit(battlecard, {"objections/k1": {"they_say": "Too dear."}}, base=1, by=ed)
    edit(battlecard, {"objections/k2": {"they_say": "Too new."}}, base=1, by=ada)

    assert [row.they_say for row in content(battlecard).objections] == ["Too dear.", "Too new."]


def test_removing_an_item_that_somebody_else_changed_is_a_conflict(battlecard, ed, ada):
    edit(battlecard, {"objections/k1": {"they_say": "Too dear."}}, base=1, by=ed)
    edit(battlecard, {"objections/k1/we_say": "Cheaper over a year."}, base=2, by=ada)

    with pytest.raises(Conflict) as refusal:
        edit(battlecard, {"objections/k1": None}, base=2, by=ed)

    assert refusal.value.clashes[0].theirs["we_say"] == "Cheaper over a year."
    assert Objection.objects.filter(artifact=battlecard).count() == 1


def test_a_text_for_an_item_that_is_gone_is_a_conflict_and_not_lost(battlecard, ed, ada):
    edit(battlecard, {"objections/k1": {"they_say": "Too dear."}}, base=1, by=ed)
    edit(battlecard, {"objections/k1": None}, base=2, by=ada)

    with pytest.raises(Conflict) as refusal:
        edit(battlecard, {"objections/k1/we_say": "Cheaper over a year."}, base=2, by=ed)

    assert refusal.value.clashes[0].mine == "Cheaper over a year."


@pytest.mark.parametrize(
    ("changes", "where"),
    [
        ({"why_we_sing": "La."}, "why_we_sing"),
        ({"title": ""}, "title"),
        ({"title": "x" * 161}, "title"),
        ({"why_we_win": "a\x00b"}, "why_we_win"),
        ({"threat": "enormous"}, "threat"),
        ({"objections/k1/shoe_size": "44"}, "objections/k1/shoe_size"),
        ({"objections/k1": "text"}, "objections/k1"),
        ({"objections/../etc": {}}, "objections/../etc"),
        ({"objections": "text"}, "objections"),
        ({"objections": [{"key": "a"}, {"key": "a"}]}, "objections"),
        ({"objections/#order": "abc"}, "objections/#order"),
        ({"product": 999_999}, "product"),
        ({"product": "a"}, "product"),
    ],
)
def test_a_bad_change_says_where_and_changes_nothing(battlecard, ed, changes, where):
    with pytest.raises(ValidationError) as refusal:
        edit(battlecard, changes, base=1, by=ed)

    assert list(refusal.value.message_dict) == [where]
    assert now(battlecard).revision == 1


def test_a_base_from_the_future_is_refused(battlecard, ed):
    with pytest.raises(ValidationError, match="no revision 7 yet"):
        edit(battlecard, {"why_we_win": "Cheaper."}, base=7, by=ed)


def test_a_rep_may_not_edit(battlecard, vera):
    with pytest.raises(PermissionDenied):
        edit(battlecard, {"why_we_win": "Cheaper."}, base=1, by=vera)


def test_a_burst_by_one_person_is_one_version(battlecard, ed):
    for at in range(1, 31):
        edit(battlecard, {"why_we_win": f"Faster {at}."}, base=at, by=ed)

    assert Version.objects.filter(artifact=battlecard).count() == 1
    assert Edit.objects.filter(artifact=battlecard).count() == 31
    assert content(battlecard).why_we_win == "Faster 30."


SAVES = int(os.environ.get("AUTOSAVES", 250))  # AUTOSAVES=1000 is the long run


def test_a_thousand_autosaves_within_ninety_minutes_are_at_most_twenty_versions(battlecard, ed):
    """The clock goes on by dating what was written back by as much as a save takes. Fewer saves, fewer minutes."""
    pause = timedelta(minutes=90) / 1000
    for at in range(1, SAVES + 1):
        edit(battlecard, {"quick_dismiss": f"Faster {at}."}, base=at, by=ed)
        Version.objects.filter(artifact=battlecard, is_open=True).update(created_at=F("created_at") - pause)

    kept = Edit.objects.filter(artifact=battlecard, revision__gt=1).order_by("revision")
    assert [each.changes["quick_dismiss"][1] for each in kept] == [f"Faster {at}." for at in range(1, SAVES + 1)]
    versions = Version.objects.filter(artifact=battlecard).count()
    print(f"{SAVES} saves are {versions} versions")
    assert 2 <= versions <= 20 * SAVES / 1000


def test_somebody_else_begins_a_new_version(battlecard, ed, ada):
    assert edit(battlecard, {"why_we_win": "Cheaper."}, base=1, by=ada).number == 2
    assert edit(battlecard, {"why_we_win": "Simpler."}, base=2, by=ed).number == 3


def test_after_five_minutes_a_new_version_begins(battlecard, ed):
    Version.objects.update(created_at=battlecard.latest.created_at - timedelta(minutes=6))

    assert edit(battlecard, {"why_we_win": "Cheaper."}, base=1, by=ed).number == 2


def test_a_version_that_somebody_relies_on_never_changes(battlecard, ed):
    editing.pin(battlecard.latest)

    assert edit(battlecard, {"why_we_win": "Cheaper."}, base=1, by=ed).number == 2
    assert Version.objects.get(artifact=battlecard, number=1).content["fields"]["why_we_win"] == "Faster."


def test_restoring_brings_everything_back_as_a_new_version(battlecard, ed):
    edit(battlecard, {"objections/k1": {"they_say": "Too dear."}}, base=1, by=ed)
    editing.pin(now(battlecard).latest)
    first = now(battlecard).latest
    edit(
        battlecard,
        {"why_we_win": "Cheaper.", "objections/k1": None, "objections/k2": {"they_say": "No."}},
        base=2,
        by=ed,
    )

    restored = restore(now(battlecard), Version.objects.get(pk=first.pk), base=3, by=ed)

    assert restored.number == 3
    assert restored.content == first.content
    assert [row.they_say for row in Objection.objects.filter(artifact=battlecard)] == ["Too dear."]


def test_creating_again_with_the_same_op_id_makes_no_second_document(workspace, ed):
    op_id = uuid.uuid4()
    first = create(Battlecard, {"title": "Abacus"}, by=ed, op_id=op_id)
    again = create(Battlecard, {"title": "Abacus"}, by=ed, op_id=op_id)

    assert first.pk == again.pk
    assert Artifact.objects.count() == 1
