"""What changed, word by word."""

import pytest

from messaging.models import MessagingHouse
from pmm_workspace.artifacts import diff, document
from pmm_workspace.artifacts.document import Document


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("", "", ""),
        ("Close in 3 days.", "Close in 3 days.", "Close in 3 days."),
        ("Close in 3 days.", "Close in 2 days.", "Close in [-3-]{+2+} days."),
        ("", "New", "{+New+}"),
        ("Gone", "", "[-Gone-]"),
        ("我们三天结账", "我们两天结账", "我们[-三-]{+两+}天结账"),
        ("Закрытие за 3 дня", "Закрытие за два дня", "Закрытие за [-3-]{+два+} дня"),
    ],
)
def test_words(before, after, expected):
    marks = {"same": "{}", "removed": "[-{}-]", "added": "{{+{}+}}"}
    assert "".join(marks[each.op].format(each.text) for each in diff.words(before, after)) == expected


def test_marks_are_escaped():
    assert str(diff.as_html(diff.words("", "<b>"))) == "<ins>&lt;b&gt;</ins>"


def house(**changes):
    blank = Document(MessagingHouse)
    return document.applied(blank, document.taken_apart(blank, changes))


def pillars(*keys):
    return [{"key": key, "title": f"Claim {key}"} for key in keys]


def places(old, new):
    return [(change.path, change.what) for change in diff.between(old, new)]


def test_an_item_that_moved_is_told_from_one_that_changed():
    assert places(house(pillars=pillars("a", "b", "c")), house(pillars=pillars("b", "c", "a"))) == [
        ("pillars/a", "moved")
    ]


def test_added_and_removed_items_show_their_words():
    (added,) = diff.between(house(), house(pillars=pillars("a")))
    (removed,) = diff.between(house(pillars=pillars("a")), house())

    assert (added.what, added.words[0].text) == ("added", "Claim a")
    assert (removed.what, removed.words[0].text) == ("removed", "Claim a")


def test_a_changed_choice_is_shown_by_its_label():
    old = house(pillars=pillars("a"), proof_points=[{"key": "p", "pillar": "a", "source_tag": "data"}])
    new = house(pillars=pillars("a"), proof_points=[{"key": "p", "pillar": "a", "source_tag": "customer"}])

    (change,) = diff.between(old, new)
    assert [(each.op, each.text) for each in change.words] == [("removed", "Data"), ("added", "Customer")]
