"""A long text as a value: blocks of blocks, or of runs of marked text. Markdown and Yjs both become this.

Kinds and their attributes are those of the editor's schema, because the editor deletes what it does not know.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

TEXTS = {"paragraph", "heading"}
CELLS = {"tableHeader", "tableCell"}
LINES = re.compile(r"[ \t]*(?:\r\n|\r|\n)[ \t]*")


@dataclass(frozen=True)
class Run:
    """Text with its marks: ("bold",), ("italic",), ("strike",), ("code",), ("link", href, title)."""

    text: str
    marks: frozenset = frozenset()

    def has(self, name) -> bool:
        return any(mark[0] == name for mark in self.marks)


@dataclass(frozen=True)
class Node:
    kind: str
    content: tuple = ()
    attrs: tuple = field(default=())  # sorted (name, value) pairs

    def get(self, name, default=None):
        return dict(self.attrs).get(name, default)

    @property
    def text(self) -> str:
        return "".join(each.text if isinstance(each, Run | Node) else "" for each in self.content)


BREAK = Node("hardBreak")
EMPTY = Node("paragraph")


def node(kind, content: Iterable = (), **attrs) -> Node:
    given = {name: value for name, value in attrs.items() if value is not None}
    return Node(kind, tuple(content), tuple(sorted(given.items())))


def normal(blocks: Iterable[Node]) -> tuple[Node, ...]:
    """What Markdown can say of these blocks: no empty paragraphs, no blanks at the edges of lines and marks."""
    kept = (_normal(block) for block in blocks)
    return tuple(block for block in kept if block is not None)


def _normal(block):
    if block.kind in TEXTS:
        return _text(block)
    if block.kind == "codeBlock":
        text = block.text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "")
        return replace(block, content=(Run(text),) if text else ())
    if block.kind == "table":
        return _table(block)
    if block.kind in ("bulletList", "orderedList"):
        items = tuple(_item(item) for item in block.content if item.kind == "listItem")
        return replace(block, content=items) if items else None
    if block.kind == "blockquote":
        return replace(block, content=normal(block.content) or (EMPTY,))
    if block.kind == "horizontalRule":
        return block
    return _text(Node("paragraph", (Run(block.text),)))  # whatever it is, its words stay


def _item(item):
    """An item begins with a paragraph, even with an empty one, as the editor's lists do."""
    content = normal(item.content)
    first = () if content and content[0].kind == "paragraph" else (EMPTY,)
    return Node("listItem", first + content)


def _text(block):
    lines = [_line(line) for line in _lines(block.content)]
    if block.kind == "heading":
        joined = (Run(" "), *_joined(lines, Run(" ")))
        return replace(block, content=_line(joined))
    while lines and not lines[-1]:
        lines.pop()
    while lines and not lines[0]:
        lines.pop(0)
    return replace(block, content=tuple(_joined(lines, BREAK))) if lines else None


def _joined(lines, between) -> Iterator:
    for at, line in enumerate(lines):
        if at:
            yield between
        yield from line


def _lines(content) -> Iterator[list[Run]]:
    """A paragraph's runs, line by line; a newline inside of text is a break as well."""
    line = []
    for each in content:
        if isinstance(each, Node):
            yield line
            line = []
            continue
        first, *others = LINES.split(each.text.replace("\x00", ""))
        line.append(replace(each, text=first))
        for other in others:
            yield line
            line = [replace(each, text=other)]
    yield line


def _line(runs) -> tuple[Run, ...]:
    """Without blanks at either end, again and again until nothing is left to trim."""
    runs = merged(_without_blank_edges(runs))
    trimmed = merged(_trimmed(runs))
    return tuple(runs) if trimmed == runs else _line(trimmed)


def _trimmed(runs) -> Iterator[Run]:
    for at, run in enumerate(runs):
        text = run.text
        if not run.has("code"):
            text = text.lstrip() if at == 0 else text
            text = text.rstrip() if at == len(runs) - 1 else text
        yield replace(run, text=text)


def merged(runs) -> list[Run]:
    found = []
    for run in runs:
        if found and found[-1].marks == run.marks:
            found[-1] = replace(run, text=found[-1].text + run.text)
        elif run.text:
            found.append(run)
    return found


def _without_blank_edges(runs) -> Iterator[Run]:
    """A mark begins and ends at a character that is seen: Markdown knows no bold blank."""
    groups = merged(runs)
    for at, run in enumerate(groups):
        if run.has("code") or not run.marks:
            yield run
            continue
        before = groups[at - 1].marks if at else frozenset()
        after = groups[at + 1].marks if at + 1 < len(groups) else frozenset()
        body = run.text.strip()
        start = run.text[: len(run.text) - len(run.text.lstrip())] if body else run.text
        yield Run(start, run.marks & before if body else run.marks & before & after)
        yield Run(body, run.marks)
        if body:
            yield Run(run.text[len(run.text.rstrip()) :], run.marks & after)


def _table(table):
    """Markdown tables have one heading row, cells of one line, and rows of one length."""
    rows = [row for row in table.content if row.kind == "tableRow" and row.content]
    width = max((len(row.content) for row in rows), default=0)
    if not width:
        return None
    aligned = [cell.get("align") for cell in rows[0].content]
    aligned += [None] * (width - len(aligned))
    return node("table", [_row(row, at, aligned) for at, row in enumerate(rows)])


def _row(row, at, aligned):
    kind = "tableCell" if at else "tableHeader"
    cells = [_cell(cell, kind, align) for cell, align in zip(row.content, aligned, strict=False)]
    cells += [_cell(Node(kind), kind, align) for align in aligned[len(cells) :]]
    return node("tableRow", cells)


def _cell(cell, kind, align):
    """One paragraph, on one line."""
    paragraphs = [replace(block, kind="paragraph") for block in cell.content if block.kind in TEXTS]
    lines = [line for block in paragraphs for line in _lines(block.content)]
    line = _line(tuple(_joined(lines, Run(" "))))
    return node(kind, [Node("paragraph", line)], align=align)
