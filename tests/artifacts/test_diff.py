"""What changed, word by word."""

import re

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


def test_what_is_the_same_in_a_long_text_is_folded_but_for_what_stands_beside_a_change():
    kept, before = "Every close begins on the first day. " * 20, "Then come the books."
    stretches = diff.words(f"Old. {before} {kept}{before} Old.", f"New. {before} {kept}{before} New.")
    shown = list(diff.folded(stretches))

    assert [each.op for each in shown] == ["removed", "added", "same", "folded", "same", "removed", "added", "same"]
    assert "".join(each.text for each in shown if each.op != "added").count("Every close") == 20  # nothing is lost
    assert all(len(each.text) < 210 for each in shown if each.op == "same")
    assert not re.search(r"\w\|\w", "|".join(each.text for each in shown[2:5]))  # cut between words
    assert [each.op for each in diff.folded(diff.words("我们" * 400, "我们" * 400 + "好"))] == [
        "folded",
        "same",
        "added",
    ]


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
