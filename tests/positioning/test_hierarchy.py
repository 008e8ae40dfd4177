import pytest

from pmm_workspace.artifacts import completeness, document, editing
from pmm_workspace.artifacts.models import Artifact
from positioning.hierarchy import inherited
from positioning.models import PositioningDoc

pytestmark = pytest.mark.django_db
COMPANY = {
    "title": "Halden",
    "level": "overarching",
    "category": "finance operations suite",
    "frame_of_reference": "The accounting suite",
    "not_for": "Banks, insurers and public bodies: their rules need what we do not build",
    "alternatives": [{"name": "Hire somebody"}],
}


@pytest.fixture
def company(workspace, ed):
    return editing.create(PositioningDoc, COMPANY, by=ed)


def under(above, by, **changes):
    made = editing.create(PositioningDoc, {"title": "Ledger", "parent": [above.pk], **changes}, by=by)
    return document.of_artifact(Artifact.objects.select_related("latest").get(pk=made.pk))


def refusals(doc):
    return [(gap.path, gap.message) for gap in completeness.gaps(doc) if "above says" in gap.message]


def test_what_is_left_empty_comes_from_above_and_what_differs_is_shown(company, ed):
    places = {place.label: place for place in inherited(under(company, ed, category="close tool"))}

    assert (places["Category"].above, places["Category"].here) == ("finance operations suite", "close tool")
    assert not places["Frame of reference"].is_own
    assert (places["Alternatives"].above, places["Alternatives"].is_own) == ("Hire somebody", False)
    assert "Relevant trends" not in places


def test_the_nearest_above_counts(company, ed):
    middle = editing.create(
        PositioningDoc, {"title": "Groups", "parent": [company.pk], "category": "group close"}, by=ed
    )
    places = {place.label: place for place in inherited(under(middle, ed))}

    assert (places["Category"].title, places["Frame of reference"].title) == ("Groups", "Halden")


@pytest.mark.parametrize(
    ("icp", "welcomed"),
    [
        ("Finance teams of insurers in three countries.", ["insurers"]),
        ("A public body with two entities.", ["public bodies"]),
        ("Trade and logistics groups. Not for banks.", []),
        ("Companies whose bank asks for numbers.", []),
        ("", []),
    ],
)
def test_a_position_may_not_welcome_whom_the_one_above_refuses(company, ed, icp, welcomed):
    assert refusals(under(company, ed, icp=icp)) == [
        ("icp", f"This welcomes “{nobody}”; “Halden” above says that it is not for them.") for nobody in welcomed
    ]


def test_the_page_shows_what_is_inherited(client, company, ed):
    made = editing.create(PositioningDoc, {"title": "Ledger", "parent": [company.pk]}, by=ed)
    client.force_login(ed)
    page = client.get(f"/d/{made.pk}/").content.decode()

    assert "From the position above" in page and "finance operations suite" in page
