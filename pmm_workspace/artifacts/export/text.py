"""Markdown as paragraphs of runs, the form that every writer understands. HTML and unknown links are plain text."""

from dataclasses import dataclass, field, replace

from pmm_workspace.common import markdown


@dataclass(frozen=True)
class Run:
    """Words in one style."""

    text: str
    bold: bool = False
    italic: bool = False
    struck: bool = False
    code: bool = False
    link: str = ""


@dataclass(frozen=True)
class Block:
    """A paragraph, or a table with its rows of cells."""

    kind: str = "paragraph"  # "bullet", "number", "quote", "code", "heading", "table"
    runs: tuple[Run, ...] = ()
    depth: int = 0
    number: int = 0
    rows: tuple[tuple[tuple[Run, ...], ...], ...] = ()

    @property
    def text(self) -> str:
        return "".join(run.text for run in self.runs)


def plain(text: str) -> tuple[Block, ...]:
    """A text that is not Markdown: each line is a paragraph."""
    return tuple(Block(runs=(Run(line),)) for line in text.splitlines() if line.strip())


def parsed(text: str) -> tuple[Block, ...]:
    """A Markdown text. What it holds of raw HTML stays the letters that somebody typed."""
    walk = _Walk()
    for token in markdown.tokens(text):
        walk.take(token)
    return tuple(walk.found)


def words(blocks) -> str:
    """All text of these blocks, one line for each."""
    return "\n".join(line for block in blocks for line in _lines(block))


def _lines(block):
    if block.kind != "table":
        return [block.text]
    return [" | ".join("".join(run.text for run in cell) for cell in row) for row in block.rows]


@dataclass
class _Walk:
    """Goes along the tokens and remembers within which lists, quotes and tables it is."""

    found: list = field(default_factory=list)
    lists: list = field(default_factory=list)  # per open list its next number, 0 for bullets
    quotes: int = 0
    is_heading: bool = False
    rows: list | None = None
    starts_item: bool = False

    def take(self, token):
        step = getattr(self, f"_{token.type}", None)
        if step:
            step(token)

    def _bullet_list_open(self, token):
        self.lists.append(0)

    def _ordered_list_open(self, token):
        self.lists.append(int(token.attrGet("start") or 1))

    def _list_item_open(self, token):
        self.starts_item = True

    def _list_item_close(self, token):
        if self.lists[-1]:
            self.lists[-1] += 1

    def _bullet_list_close(self, token):
        self.lists.pop()

    _ordered_list_close = _bullet_list_close

    def _blockquote_open(self, token):
        self.quotes += 1

    def _blockquote_close(self, token):
        self.quotes -= 1

    def _heading_open(self, token):
        self.is_heading = True

    def _heading_close(self, token):
        self.is_heading = False

    def _table_open(self, token):
        self.rows = []

    def _tr_open(self, token):
        self.rows.append([])

    def _table_close(self, token):
        self.found.append(Block("table", rows=tuple(tuple(row) for row in self.rows)))
        self.rows = None

    def _fence(self, token):
        self.found.append(Block("code", (Run(token.content.rstrip("\n"), code=True),)))

    _code_block = _fence

    def _inline(self, token):
        runs = tuple(_runs(token.children or ()))
        if self.rows is not None:
            self.rows[-1].append(runs)
        else:
            self.found.append(replace(self._block(), runs=runs))
            self.starts_item = False

    def _block(self):
        if self.is_heading:
            return Block("heading")
        if self.lists and self.starts_item:
            return Block("number" if self.lists[-1] else "bullet", depth=len(self.lists) - 1, number=self.lists[-1])
        return Block("quote" if self.quotes else "paragraph", depth=len(self.lists))


STYLES = {"strong": "bold", "em": "italic", "s": "struck"}
BREAKS = {"softbreak", "hardbreak"}


def _runs(children):
    style = {}
    for token in children:
        name, _underscore, end = token.type.rpartition("_")
        if name in STYLES:
            style = style | {STYLES[name]: end == "open"}
        elif name == "link":
            style = style | {"link": _address(token.attrGet("href") if end == "open" else "")}
        elif text := _written(token):
            yield Run(text, **(style | {"code": token.type == "code_inline"}))


def _written(token):
    return "\n" if token.type in BREAKS else token.content


def _address(href):
    """Only what leads to a page or a letter box is a link."""
    return href if href and href.startswith(("https://", "http://", "mailto:")) else ""
