"""Markdown, the Yjs document and Markdown again are the same text."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pycrdt import Doc

from pmm_workspace.common.markdown import to_html
from pmm_workspace.live import crdt
from pmm_workspace.live.reading import tree
from pmm_workspace.live.trees import BREAK, Node, Run, node, normal
from pmm_workspace.live.writing import markdown

CORPUS = [
    "Two sentences. A seller can say both.",
    "A line\nand the next line of the same paragraph",
    "One paragraph\n\nand another",
    "A gap\n\\\nbetween lines",
    "**Bold**, *italic*, ~~struck~~ and `code`",
    "***both*** and **bold *italic inside* bold**",
    "in**tra**word and *em*phasis",
    "# First\n\n## Second\n\n### Third",
    "- one\n- two\n  - two and a half\n    - deeper\n- three",
    "1. first\n2. second\n   1. under it\n3. third",
    "7. starts at seven\n8. goes on",
    "- item\n\n  with a second paragraph\n- next",
    "- a\n\n* another list right after",
    "1. a\n\n1) another numbered list",
    "- item with code\n\n  ```\n  x = 1\n  ```",
    "> quoted\n>\n> twice\n>\n> - with a list",
    "> one quote\n\n> another",
    "```python\ndef f():\n\n    return 1\n```",
    "````\n```\nfences inside\n```\n````",
    "```\n```",
    "before\n\n---\n\nafter",
    "[a link](https://example.com/a_b?c=d) and <https://example.com/>",
    '[titled](https://example.com "with a \\"title\\"")',
    "[**bold** link](/d/7/) and [@Ed](/people/3/)",
    "[spaces](</a b>)",
    "| Plan | Price |\n| :--- | ---: |\n| Team | **12 €** |\n| a\\|b |  |",
    "\\*not italic\\* and 2 * 3 = 6",
    "snake_case, 5 > 3 & 2 < 4, R&D, C#, +1, 50 %, ~10, $5",
    "1986\\. A good year",
    "\\# not a heading",
    "\\- not a list",
    "<b>no HTML</b> and \\&nbsp;",
    "a backslash \\ alone and ``code with ` in it``",
    "![a picture](https://example.com/x.png)",
    "[x](javascript:alert(1))",
    "Почему **мы**: «закрытие книг» за день\nи вторая строка",
    "1. Первый\n2. Второй — с тире",
    "我们的**电池续航**是竞争对手的两倍。\n\n- 价格\n- 续航",
    "| 价格 | Цена |\n| --- | --- |\n| 低 | низкая |",
    "😀 emoji **😀**",
    "- one\n  - two\n\n  * three\n\n  - four",
]


@pytest.mark.parametrize("text", CORPUS)
def test_what_was_written_is_what_comes_back(text):
    assert markdown(through_yjs(tree(text))) == text


@pytest.mark.parametrize(
    "text", ["a\r\nb", "a  \nb", "* a\n* b", "__a__ _b_", "Title\n=====", "    code", "- a\n\n- b", ""]
)
def test_other_spellings_settle_at_once(text):
    once = markdown(tree(text))
    assert (markdown(tree(once)), tree(once)) == (once, tree(text))


def through_yjs(blocks):
    doc = Doc()
    crdt.write(crdt.fragment(doc, "text"), blocks)
    copy = Doc()
    copy.apply_update(doc.get_update())
    return crdt.read(crdt.fragment(copy, "text"))


words = st.text(st.sampled_from('ab Яз电, .*_`[]()<>~#-+1!\\|&"«»'), min_size=1, max_size=8)
marks = st.frozensets(
    st.sampled_from([("bold",), ("italic",), ("strike",), ("link", "https://e.com/x", None)]), max_size=2
)
runs = st.builds(Run, words, marks | st.just(frozenset({("code",)})))
lines = st.lists(runs | st.just(BREAK), min_size=1, max_size=5).map(tuple)
paragraphs = st.builds(lambda content: Node("paragraph", content), lines)
headings = st.builds(lambda content, level: node("heading", content, level=level), lines, st.integers(1, 3))
codes = st.builds(
    lambda text: node("codeBlock", [Run(text)], language=None), st.text("ab `\n~", min_size=1, max_size=12)
)
cells = st.builds(lambda content: node("tableCell", [Node("paragraph", content)], align=None), lines)
tables = st.lists(st.lists(cells, min_size=2, max_size=2), min_size=1, max_size=3).map(
    lambda rows: node("table", [node("tableRow", row) for row in rows])
)


def _around(inner):
    items = st.lists(inner, min_size=1, max_size=3).map(lambda content: node("listItem", content))
    lists = st.lists(items, min_size=1, max_size=3)
    return st.one_of(
        lists.map(lambda items: node("bulletList", items)),
        st.builds(lambda items, start: node("orderedList", items, start=start), lists, st.integers(0, 12)),
        st.lists(inner, min_size=1, max_size=2).map(lambda content: node("blockquote", content)),
    )


blocks = st.recursive(paragraphs | headings | codes | tables | st.just(node("horizontalRule")), _around, max_leaves=6)
texts = st.lists(blocks, min_size=1, max_size=4).map(normal)


def words_of(blocks):
    """Letters in their order, wherever they stand."""
    return "".join(each for block in blocks for each in _letters(block))


def _letters(block):
    for each in block.content:
        yield from _letters(each) if isinstance(each, Node) else (c for c in each.text if c.isalnum())


@settings(max_examples=400, deadline=None)
@given(texts)
def test_whatever_is_typed_keeps_its_words_and_its_markdown_is_stable(text):
    written = markdown(text)
    assert words_of(tree(written)) == words_of(text)
    assert markdown(tree(written)) == written


@settings(max_examples=150, deadline=None)
@given(texts, texts)
def test_one_text_becomes_the_other_inside_yjs(before, after):
    doc = Doc()
    place = crdt.fragment(doc, "text")
    crdt.write(place, before)
    crdt.write(place, after)
    assert normal(crdt.read(place)) == after


@settings(max_examples=200, deadline=None)
@given(texts)
def test_readers_see_the_same_words(text):
    assert [c for c in to_html(markdown(text)) if c in "Яз电"] == [c for c in words_of(text) if c in "Яз电"]
