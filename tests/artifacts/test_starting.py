"""A document begins from a filled example, from one of the workspace's own templates, or from nothing."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from enablement.models import Battlecard
from pmm_workspace.artifacts import completeness, document, editing, kinds, starting
from pmm_workspace.artifacts.fields import References
from pmm_workspace.artifacts.models import Artifact, Edit, Template
from pmm_workspace.common import tenancy

pytestmark = pytest.mark.django_db
OURS = [kind for kind in kinds.kinds() if not kind.__module__.startswith("tests.")]
every_kind = pytest.mark.parametrize("kind", OURS, ids=lambda kind: kind._meta.model_name)


def latest(artifact):
    return document.of_artifact(Artifact.objects.select_related("latest").get(pk=artifact.pk))


@every_kind
def test_every_kind_has_an_example_that_could_be_approved(workspace, ed, kind):
    made = starting.begin(kind, {"title": "Ours"}, "example", by=ed)

    # An example knows no document of the workspace that it could refer to.
    references = {name for name, field in kinds.fields(kind).items() if isinstance(field, References)}
    assert [gap for gap in completeness.gaps(latest(made)) if gap.path not in references] == []
    assert made.title == "Ours"
    assert made.state == "draft"


@every_kind
def test_an_example_says_something_in_every_list_it_needs(workspace, kind):
    [example] = [start for start in starting.starts(kind) if start.key == "example"]

    assert example.lines
    assert example.counts or not kinds.lists(kind)


def test_beginning_goes_through_the_one_way_in_which_documents_change(workspace, ed):
    made = starting.begin(Battlecard, {"title": "Ours"}, "example", by=ed)

    [edit] = Edit.objects.filter(artifact=made)
    assert edit.changes["competitor"] == ["", "Parcelbird"]
    assert Battlecard.objects.get(pk=made.pk).objections.count() == 2


def test_nothing_to_begin_from_is_empty(workspace, ed):
    made = starting.begin(Battlecard, {"title": "Ours"}, "empty", by=ed)

    assert latest(made).competitor == "" and latest(made).objections == ()


def test_a_template_gives_its_content_and_not_its_name_or_place(workspace, ed, ada, product):
    content = {"title": "Old", "language": "ru", "product": product.pk, "competitor": "Abacus"}
    old = editing.create(Battlecard, content | {"objections/k1": {"they_say": "Dear"}}, by=ed)
    template = starting.save_as_template(old, " Our card ", by=ed)
    editing.edit(old, {"competitor": "Changed since"}, base=1, by=ed)

    made = starting.begin(Battlecard, {"title": "New", "language": "en", "product": None}, f"t{template.pk}", by=ada)

    found = latest(made)
    assert (found.title, found.language, found.product) == ("New", "en", None)
    assert (found.competitor, found.objections[0].they_say) == ("Abacus", "Dear")
    assert template.name == "Our card"


def test_a_template_is_offered_first_and_only_for_its_kind(workspace, ed):
    old = editing.create(Battlecard, {"title": "Old"}, by=ed)
    starting.save_as_template(old, "Ours", by=ed)

    assert [start.name for start in starting.starts(Battlecard)] == ["Ours", "Filled example", "Empty"]
    assert "Ours" not in [start.name for start in starting.starts(OURS[0])]


def test_a_template_of_another_workspace_is_none(workspace, elsewhere, ed, olga):
    with tenancy.inside(elsewhere.pk):
        theirs = starting.save_as_template(editing.create(Battlecard, {"title": "Theirs"}, by=olga), "T", by=olga)

    with pytest.raises(ValidationError):
        starting.begin(Battlecard, {"title": "Ours"}, f"t{theirs.pk}", by=ed)
    assert not Artifact.objects.exists()


def test_a_name_is_there_once_for_each_kind(workspace, ed):
    old = editing.create(Battlecard, {"title": "Old"}, by=ed)
    starting.save_as_template(old, "Ours", by=ed)

    with pytest.raises(starting.NameTaken):
        starting.save_as_template(old, "Ours", by=ed)
    with pytest.raises(ValidationError):
        starting.save_as_template(old, "  ", by=ed)
    assert Template.objects.count() == 1


def test_who_only_reads_saves_no_template(workspace, ed, rita):
    old = editing.create(Battlecard, {"title": "Old"}, by=ed)

    with pytest.raises(PermissionDenied):
        starting.save_as_template(old, "Ours", by=rita)


def test_the_page_offers_them_and_begins(client, workspace, ed):
    client.force_login(ed)
    page = client.get("/battlecards/new/").content.decode()
    assert "Filled example" in page and "Parcelbird" in page

    client.post("/battlecards/new/", {"title": "Ours", "language": "en", "start": "example"})
    assert latest(Artifact.objects.get()).competitor == "Parcelbird"


def test_a_template_that_went_meanwhile_is_said(client, workspace, ed):
    client.force_login(ed)
    answer = client.post("/battlecards/new/", {"title": "Ours", "language": "en", "start": "t999"})

    assert "not there any more" in answer.content.decode()
    assert not Artifact.objects.exists()


def test_templates_are_saved_renamed_and_deleted_from_their_pages(client, workspace, ed):
    card = editing.create(Battlecard, {"title": "Old"}, by=ed)
    client.force_login(ed)

    client.post(f"/d/{card.pk}/template/", {"name": "Ours"})
    template = Template.objects.get()
    client.post(f"/templates/{template.pk}/", {"name": "Better"})
    assert "Better" in client.get("/templates/").content.decode()

    client.post(f"/templates/{template.pk}/", {"remove": "1"})
    assert not Template.objects.exists()
    assert Artifact.objects.get() == card.artifact_ptr
