"""Where people meet the remarks: beside the text they write, and through REST."""

import pytest

from enablement.models import Battlecard
from messaging.models import MessagingHouse
from pmm_workspace.artifacts import concision, document, editing, review
from pmm_workspace.artifacts.models import Artifact
from positioning.models import PositioningDoc

BOAST = "The best close on the market."


@pytest.fixture
def house(workspace, ed):
    row = {"segment": "Controllers", "promise": "No overtime at month-end."}
    values = {"title": "Ledger house", "core_message": BOAST, "tone": "plain; never clever", "segment_rows/a": row}
    return editing.create(MessagingHouse, values, by=ed)


def test_whoever_writes_sees_each_remark_with_a_way_to_its_place(client, house, ed):
    client.force_login(ed)
    page = client.get(f"/d/{house.pk}/edit/").content.decode()

    assert "“best” asks for proof" in page
    assert '<a href="#at-core_message">' in page and 'id="at-core_message"' in page
    assert "These do not stop an approval." in page
    assert page.count('<span class="remarks-count"') == 1


def test_remarks_follow_what_was_saved_and_the_button_counts_them(client, house, ed):
    client.force_login(ed)
    editing.edit(house, {"core_message": "Close in 3 days, not 10."}, base=1, by=ed)

    answer = client.get(f"/d/{house.pk}/concision/").content.decode()

    assert "Short and plain" in answer and "“best”" not in answer
    assert 'id="concision-count" hx-swap-oob="true"></span>' in answer


def test_a_reviewer_sees_the_remarks_and_may_approve_all_the_same(client, house, ed, rita, monkeypatch):
    monkeypatch.setattr(MessagingHouse, "completeness", ())
    review.submit(house, by=ed)
    client.force_login(rita)
    assert "“best” asks for proof" in client.get(f"/d/{house.pk}/review/").content.decode()

    review.approve(house, by=rita, seen=1)

    assert Artifact.objects.get(pk=house.pk).state == "approved"


def test_rest_tells_the_remarks_on_the_version_that_one_reads(client, house, ed, vera):
    Artifact.objects.filter(pk=house.pk).update(state="approved", approved=house.latest)
    editing.pin(house.latest)
    editing.edit(house, {"core_message": "Close in 3 days, not 10."}, base=1, by=ed)
    client.force_login(vera)

    body = client.get(f"/api/messaging-houses/{house.pk}/concision/").json()

    (line,) = body["lines"]
    (finding,) = line["findings"]
    assert (line["path"], body["count"]) == ("core_message", 1)
    assert (finding["kind"], BOAST[finding["start"] : finding["end"]]) == ("superlative", "best")


def test_titles_and_products_of_the_workspace_are_no_new_terms(client, workspace, ed):
    editing.create(Battlecard, {"title": "Ledger against PaperLane"}, by=ed)
    house = editing.create(MessagingHouse, {"title": "House", "core_message": "PaperLane bills by SmartSeat."}, by=ed)
    client.force_login(ed)

    answer = client.get(f"/d/{house.pk}/concision/").content.decode()

    assert "“SmartSeat” is new here" in answer and "“PaperLane”" not in answer


def test_the_remarks_cost_two_queries(client, house, ed, django_assert_num_queries):
    client.force_login(ed)
    client.get(f"/d/{house.pk}/concision/")
    # Session, person, membership; the document; what is known here; what is avoided.
    with django_assert_num_queries(6):
        client.get(f"/d/{house.pk}/concision/")


def test_what_is_only_for_its_writers_is_not_judged(house):
    paths = [line.path for line in concision.lines(document.of_artifact(house))]
    assert paths == ["core_message", "segment_rows/a/segment", "segment_rows/a/promise"]


def test_words_that_the_position_or_the_house_avoids_are_remarked_on_with_their_reason(client, house, ed):
    words = "AI-powered: everybody says it\n- **overtime** — say the hour when they go home"
    position = editing.create(PositioningDoc, {"title": "Ledger position", "words_to_avoid": words}, by=ed)
    word = {"use": "avoid", "word": "market", "reason": "name the buyers"}
    editing.edit(house, {"glossary/a": word}, base=1, by=ed)
    client.force_login(ed)
    page = client.get(f"/d/{house.pk}/concision/").content.decode()

    assert "“overtime” is to be avoided, says “Ledger position”: say the hour when they go home" in page
    assert "“market” is to be avoided, says “Ledger house”: name the buyers" in page
    review.move(position, "retire", seen=1, by=ed)
    assert "“overtime”" not in client.get(f"/d/{house.pk}/concision/").content.decode()
