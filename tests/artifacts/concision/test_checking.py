"""Where remarks stand, what they say, and that no text upsets the check."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from messaging.models import MessagingHouse
from pmm_workspace.artifacts import concision, document
from pmm_workspace.artifacts.budgets import Budget
from pmm_workspace.artifacts.concision import Line, check, findings, seconds

LANGUAGE = st.sampled_from(["en", "ru", "zh-hans", "", "xx"])
PIECES = [
    "best ",
    "не ",
    "без ",
    "不",
    "最好",
    "“",
    "”",
    "(",
    "DSO",
    "SmartTrail™ ",
    ". ",
    "。",
    "\n- ",
    ", and ",
    "？",
    "100% ",
]
ODD = st.one_of(st.text(), st.lists(st.sampled_from(PIECES)).map("".join), st.text(alphabet="aЖ不A .!?。“”\n`[]()@/"))
BUDGETS = st.builds(Budget, words=st.none() | st.integers(1, 9), sentences=st.none() | st.integers(1, 3))


def quoted(text, language="en", **more):
    """[(kind, the words a remark is about)]"""
    return [(each.kind, text[each.start : each.end]) for each in check(text, language=language, **more)]


@given(texts=st.lists(ODD, max_size=4), language=LANGUAGE, budget=BUDGETS)
def test_any_text_is_read_and_every_remark_points_into_it(texts, language, budget):
    lines = [Line(str(at), text, budget) for at, text in enumerate(texts)]
    for each in findings(lines, language=language):
        assert 0 <= each.start < each.end <= len(texts[int(each.path)])
        assert each.kind in concision.KINDS and each.message


@pytest.mark.parametrize(
    ("text", "language", "remarks"),
    [
        ("Calm. The best close, never late.", "en", [("superlative", "best"), ("superlative", "never")]),
        ("See [the best list](https://tern.example.com/best).", "en", []),
        ("Это самый удобный отчёт.", "ru", [("superlative", "самый")]),
        ("我们的平台永远快。", "zh-hans", [("superlative", "永远")]),
        ("- It is not impossible.\n- It is late.", "en", [("negation", "not impossible")]),
        ("THE NEW CLOSE OF THE YEAR", "en", []),
        ("Your ARRs and the SLA (service level agreement).", "en", [("acronym", "ARR")]),
    ],
)
def test_a_remark_stands_at_its_words(text, language, remarks):
    assert quoted(text, language) == remarks


def test_what_is_over_a_budget_is_what_comes_after_it():
    assert quoted("One two three four five.", budget=Budget(words=3)) == [("budget", "four five.")]
    assert quoted("One. Two three. Four.", budget=Budget(sentences=1)) == [("budget", "Two three. Four.")]


def test_the_language_of_a_line_is_told_by_its_letters():
    assert quoted("Лучшая сверка.", language="en") == [("superlative", "Лучшая")]
    assert seconds("три слова здесь", "ru") == pytest.approx(3 * 60 / 184)


def test_what_the_workspace_knows_is_not_new():
    assert quoted("SmartTrail lowers DSO.", names={"SmartTrail against Abacus", "DSO"}) == []


def test_a_repeat_names_the_line_that_said_it_first():
    lines = [
        Line("pillars/a/title", "Invoices are approved on the day they arrive."),
        Line("pillars/b/title", "On the day bills arrive, they are approved."),
    ]

    (found,) = findings(lines, language="en")

    assert (found.path, found.other) == ("pillars/b/title", "pillars/a/title")
    assert "Invoices are approved" in found.message


def test_only_the_beginning_of_a_very_long_document_is_read():
    long = [
        {"key": "a", "title": "The best close."},
        {"key": "b", "message": "so " * 20_000},
        {"key": "c", "title": "The best."},
    ]
    report = concision.of_document(document.parse(MessagingHouse, {"lists": {"pillars": long}}))

    assert (report.is_partial, [line.path for line in report.lines]) == (True, ["pillars/a/title"])
