"""A tree to Markdown that reads back as the same tree.

Escapes make text ugly, so each block is first written without any and read back; only where that comes out
different, more is escaped. What no Markdown can say loses its marks, never its words.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from itertools import takewhile

from pmm_workspace.live import reading
from pmm_workspace.live.trees import BREAK, EMPTY, Node, Run, normal

PUNCTUATION = re.compile(r"([!-/:-@\[-`{-~])")
# Not a star between blanks, nor an underscore inside of a word: these mean nothing.
SOME = re.compile(r"([\\`~]|<(?=\S+[:@])|\[|\]|&(?=#?\w+;)|(?<!\s)\*|\*(?!\s)|(?<!\w)_|_(?!\w))")
DELIMITERS = re.compile(r"([\\`*_\[\]<~&])")
LINE_START = re.compile(r"^(\d{0,9})([#>+\-=|.)]|~~~)", re.MULTILINE)
FENCE = re.compile(r"^ {0,3}(`{3,}|~{3,})", re.MULTILINE)
TICKS = re.compile(r"`+")
SIMPLE_ADDRESS = re.compile(r"[^\s<>()\\]+")
DASHES = {None: "---", "left": ":---", "center": ":---:", "right": "---:"}


@dataclass(frozen=True)
class Style:
    """One way to write marked text: what is escaped, how italics look, whether letters beside marks are spelt out."""

    escape: Callable[[str], str]
    italic: str = "*"
    spelt: bool = False
    marked: bool = True


def _nothing(text):
    return text


def _some(text):
    return LINE_START.sub(r"\1\\\2", SOME.sub(r"\\\1", text))


def _delimiters(text):
    return LINE_START.sub(r"\1\\\2", DELIMITERS.sub(r"\\\1", text))


def _everything(text):
    return PUNCTUATION.sub(r"\\\1", text)


STYLES = [
    Style(_nothing),
    Style(_some),
    Style(_delimiters),
    Style(_everything),
    Style(_delimiters, italic="_"),
    Style(_everything, spelt=True),
    Style(_everything, italic="_", spelt=True),
    Style(_everything, marked=False),
]


def markdown(blocks: Iterable[Node]) -> str:
    return _blocks(normal(blocks))


def _blocks(blocks):
    """A blank line between any two; a list after a list of its kind takes another sign."""
    parts, other = [], False
    for at, block in enumerate(blocks):
        other = bool(at) and blocks[at - 1].kind == block.kind and not other
        parts.append(_block(block, other))
    return "\n\n".join(parts)


def _block(block, other=False):
    if block.kind in ("bulletList", "orderedList"):
        return _list(block, other)
    return WRITERS.get(block.kind, _paragraph)(block)


def _paragraph(block):
    return _first_that_reads_back(lambda style: inline(block.content, style), (block,))


def _heading(block):
    signs = "#" * min(max(int(block.get("level") or 1), 1), 6)
    return _first_that_reads_back(lambda style: f"{signs} {inline(block.content, style)}".rstrip(), (block,))


def _first_that_reads_back(write, expected, read=reading.tree):
    for style in STYLES:
        text = write(style)
        if read(text) == expected:
            return text
    return text


def _quote(block):
    return _indented(_blocks(block.content), "> ", "> ").replace("> \n", ">\n").removesuffix(" ")


def _indented(text, first, others):
    lines = text.split("\n")
    return "\n".join([first + lines[0], *(others + line if line or others.strip() else "" for line in lines[1:])])


def _code(block):
    text = block.text
    longest = max((len(found) for found in FENCE.findall(text) if found[0] == "`"), default=2)
    fence = "`" * (longest + 1)
    language = " ".join(str(block.get("language") or "").replace("`", "").split())
    return f"{fence}{language}\n{text}{chr(10) if text else ''}{fence}"


def _rule(block):
    return "---"


def _list(block, other):
    is_numbered = block.kind == "orderedList"
    start = min(int(block.get("start") or 0) if block.get("start") is not None else 1, 999_999_999)
    items = []
    for at, item in enumerate(block.content):
        sign = f"{min(start + at, 999_999_999)}{')' if other else '.'}" if is_numbered else "*" if other else "-"
        items.append(_item(item, sign + " "))
    return "\n".join(items)


def _item(item, sign):
    first, *others = item.content
    body, before, other = "" if first == EMPTY else _paragraph(first), first, False
    for block in others:
        other = before is not first and before.kind == block.kind and not other
        body += ("\n" if _follows_closely(before, block) else "\n\n") + _block(block, other)
        before = block
    return _indented(body, sign, " " * len(sign)).rstrip(" ") if body else sign.rstrip()


def _follows_closely(before, block):
    """A list may stand right under its line, unless it would be taken for a part of it."""
    if before == EMPTY:
        return True
    is_list = block.kind == "bulletList" or (block.kind == "orderedList" and block.get("start", 1) == 1)
    return is_list and before.kind == "paragraph" and block.content[0].content[0] != EMPTY


def _table(table):
    head, *rows = [[_cell(cell) for cell in row.content] for row in table.content]
    dashes = [DASHES.get(cell.get("align"), "---") for cell in table.content[0].content]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in [head, dashes, *rows])


def _cell(cell):
    content = cell.content[0].content
    return _first_that_reads_back(
        lambda style: inline(content, style).replace("|", r"\|").replace(r"\\|", r"\|"), content, _read_cell
    )


def _read_cell(text):
    table = reading.tree(f"| {text} |\n| --- |")
    whole = len(table) == 1 and table[0].kind == "table" and len(table[0].content[0].content) == 1
    return table[0].content[0].content[0].content[0].content if whole else None


WRITERS = {
    "heading": _heading,
    "blockquote": _quote,
    "codeBlock": _code,
    "horizontalRule": _rule,
    "table": _table,
}


def inline(content, style: Style) -> str:
    """Runs and breaks of one paragraph; of two breaks in a row the first is spelt out."""
    if not style.marked:
        content = [replace(each, marks=frozenset()) if isinstance(each, Run) else each for each in content]
    parts, runs = [], []
    for each in [*content, None]:
        if isinstance(each, Run):
            runs.append(each)
            continue
        parts.append(_marked(runs, style))
        if each == BREAK:
            parts.append("\n" if runs else "\\\n")
        runs = []
    return "".join(parts)


def _marked(runs, style):
    """Nested marks: of those that begin here, the one that goes furthest is outermost."""
    parts, rest = [], list(runs)
    while rest:
        mark, length = _outermost(rest)
        group, rest = rest[:length], rest[length:]
        if mark is None:
            parts.append((style.escape(group[0].text), False))
        else:
            parts.append((_with(mark, group, style), True))
    return "".join(_spelt(parts)) if style.spelt else "".join(text for text, _is_marked in parts)


def _outermost(runs):
    if not runs[0].marks:
        return None, 1
    spans = {mark: sum(1 for _ in takewhile(lambda run, mark=mark: mark in run.marks, runs)) for mark in runs[0].marks}
    return max(spans.items(), key=lambda span: (span[1], span[0][0] == "link", span[0][0] != "code", span[0][0]))


def _with(mark, runs, style):
    if mark[0] == "code":
        return _ticked("".join(run.text for run in runs))
    inner = _marked([replace(run, marks=run.marks - {mark}) for run in runs], style)
    if mark[0] == "link":
        return _link(mark, inner)
    sign = {"bold": "**", "italic": style.italic, "strike": "~~"}.get(mark[0], "")
    return sign + inner + sign


def _ticked(text):
    fence = "`" * next(length for length in range(1, 999) if length not in {len(t) for t in TICKS.findall(text)})
    is_padded = text.startswith("`") or text.endswith("`") or (text[:1] == text[-1:] == " " and text.strip(" "))
    return f"{fence} {text} {fence}" if is_padded else fence + text + fence


def _link(mark, inner):
    _name, address, title = mark
    if inner == address and not title and ":" in address and SIMPLE_ADDRESS.fullmatch(address):
        return f"<{address}>"
    safe = address if SIMPLE_ADDRESS.fullmatch(address) else "<" + re.sub(r"([<>\\])", r"\\\1", address) + ">"
    said = ' "' + re.sub(r'(["\\])', r"\\\1", title) + '"' if title else ""
    return f"[{inner}]({safe}{said})"


def _spelt(parts):
    """The letters that touch a mark as character references: marks then open and close anywhere."""
    for at, (text, is_marked) in enumerate(parts):
        if not is_marked and at + 1 < len(parts) and text and text[-1].isalnum():
            text = f"{text[:-1]}&#{ord(text[-1])};"
        if not is_marked and at and text and text[0].isalnum():
            text = f"&#{ord(text[0])};{text[1:]}"
        yield text
