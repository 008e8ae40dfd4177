"""Steps in a list: what the form of a list asks for, and what it may not."""

import pytest

from messaging.models import MessagingHouse
from pmm_workspace.artifacts import document, editing
from pmm_workspace.artifacts.models import Artifact
from pmm_workspace.artifacts.web.arranging import lines


@pytest.fixture
def house(workspace, ed):
    changes = {f"pillars/{key}": {"title": f"Claim {key}"} for key in ("a", "b", "c")}
    changes |= {f"proof_points/{key}": {"pillar": key[0], "summary": key} for key in ("a1", "b1", "a2", "a3")}
    return editing.create(MessagingHouse, {"title": "House"} | changes, by=ed)


def content(artifact):
    return document.of_artifact(Artifact.objects.select_related("latest").get(pk=artifact.pk))


def keys(artifact, name):
    return content(artifact).at(f"{name}/#order")


def ask(client, artifact, name, **data):
    return client.post(f"/d/{artifact.pk}/lists/{name}/", {"base": 1} | data, headers={"HX-Request": "true"})


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        ("One", ["One"]),
        ("- One\r\n\r\n  * Two\n3) Three\n• Четыре\n五", ["One", "Two", "Three", "Четыре", "五"]),
        ("-5 % a year\n2026 was better", ["-5 % a year", "2026 was better"]),
    ],
)
def test_the_lines_of_a_paste(text, expected):
    assert lines(text) == expected


def test_pasted_lines_stand_where_they_were_pasted(client, ed, house):
    client.force_login(ed)
    ask(client, house, "proof_points", what="add", within="b", text="One\nTwo")

    found = [(row.pillar, row.summary) for row in content(house).proof_points][-2:]
    assert found == [("b", "One"), ("b", "Two")]


@pytest.mark.parametrize(
    ("key", "before", "expected"),
    [
        ("a3", "a1", ["a3", "a1", "b1", "a2"]),
        ("a1", "", ["b1", "a2", "a3", "a1"]),
        ("a1", "b1", ["b1", "a2", "a3", "a1"]),  # not a sibling: the end
        ("b1", "", ["b1", "a1", "a2", "a3"]),
    ],
)
def test_a_dragged_item_stays_among_its_siblings(client, ed, house, key, before, expected):
    client.force_login(ed)
    assert ask(client, house, "proof_points", what="place", key=key, before=before).status_code == 200

    assert keys(house, "proof_points") == expected


def test_a_removal_is_taken_back_with_all_that_went_with_it(client, ed, house):
    client.force_login(ed)
    before = content(house).as_json()
    answer = ask(client, house, "pillars", what="remove", key="a").content.decode()
    assert 'name="order" value="a,b,c"' in answer
    assert (keys(house, "pillars"), keys(house, "proof_points")) == (["b", "c"], ["b1"])

    ask(client, house, "pillars", what="back", base=2, order="a,b,c")

    after = content(house)
    assert after.at("pillars/#order") == ["a", "b", "c"]
    assert sorted(keys(house, "proof_points")) == ["a1", "a2", "a3", "b1"]
    assert [after.at(f"pillars/{row['key']}") for row in before["lists"]["pillars"]] == before["lists"]["pillars"]


def test_nobody_takes_back_what_somebody_else_removed_or_what_was_no_removal(client, ed, ada, house):
    client.force_login(ed)
    ask(client, house, "pillars", what="remove", key="a")
    client.force_login(ada)

    assert ask(client, house, "pillars", what="back", base=2, order="a,b,c").status_code == 404
    client.force_login(ed)
    assert ask(client, house, "pillars", what="back", base=1, order="").status_code == 404
    assert keys(house, "pillars") == ["b", "c"]


def test_a_line_is_marked_safe_to_share_and_internal_again(client, ed, house):
    client.force_login(ed)
    for base, expected in ((1, "shareable"), (2, "internal")):
        ask(client, house, "pillars", what="share", key="a", base=base)
        assert content(house).at("pillars/a/audience") == expected
