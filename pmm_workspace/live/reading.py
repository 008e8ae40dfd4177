"""Markdown to a tree, by the parser that readers' pages are made with."""

from markdown_it import MarkdownIt

from pmm_workspace.live.trees import BREAK, EMPTY, Node, Run, merged, node, normal

# Addresses stay as they were written; which of them are links is decided as on readers' pages.
parser = MarkdownIt("js-default", {"html": False, "linkify": False, "breaks": True})
parser.normalizeLink = lambda address: address
parser.normalizeLinkText = lambda address: address

MARKS = {"strong": "bold", "em": "italic", "s": "strike"}
BLOCKS = {
    "paragraph": "paragraph",
    "heading": "heading",
    "bullet_list": "bulletList",
    "ordered_list": "orderedList",
    "list_item": "listItem",
    "blockquote": "blockquote",
    "table": "table",
    "tr": "tableRow",
    "th": "tableHeader",
    "td": "tableCell",
}
ALIGNED = "text-align:"


def tree(markdown: str) -> tuple[Node, ...]:
    """The blocks of a Markdown text, in their normal form."""
    return normal(_blocks(parser.parse(markdown or "")))


def _blocks(tokens):
    stack = [[]]
    for token in tokens:
        if token.nesting == 1:
            stack.append([])
        elif token.nesting == -1:
            _closed(stack, token)
        else:
            stack[-1].extend(_leaf(token))
        if token.nesting == 1:
            stack[-1].append(token)
    return stack[0]


def _closed(stack, token):
    opening, *content = stack.pop()
    kind = BLOCKS.get(token.type.removesuffix("_close"))
    if kind is None:
        stack[-1].extend(content)
    else:
        stack[-1].append(_block(kind, opening, content))


def _block(kind, opening, content):
    if kind == "heading":
        return node(kind, content, level=int(opening.tag[1]))
    if kind == "orderedList":
        return node(kind, content, start=int(opening.attrs.get("start", 1)))
    if kind in ("tableHeader", "tableCell"):
        style = str(opening.attrs.get("style", ""))
        return node(kind, [Node("paragraph", tuple(content))], align=style.removeprefix(ALIGNED) or None)
    if kind == "listItem" and not content:
        return node(kind, [EMPTY])
    return node(kind, content)


def _leaf(token):
    if token.type == "inline":
        return inline(token.children or [])
    if token.type in ("fence", "code_block"):
        text = token.content.removesuffix("\n")
        return [node("codeBlock", [Run(text)] if text else [], language=token.info.strip() or None)]
    return [node("horizontalRule")] if token.type == "hr" else []


def inline(tokens) -> list:
    found, marks = [], []
    for token in tokens:
        if token.type in ("softbreak", "hardbreak"):
            found.append(BREAK)
        elif token.nesting:
            _mark(marks, token)
        elif text := _text(token):
            code = {("code",)} if token.type == "code_inline" else set()
            found.append(Run(text, frozenset(marks) | code))
    return _whole(found)


def _text(token):
    if token.type == "image":  # pictures are not shown to readers: what was written stays text
        return f"![{token.content}]({token.attrs.get('src', '')})"
    return token.content


def _mark(marks, token):
    name = token.type.rpartition("_")[0]
    mark = ("link", token.attrs.get("href", ""), token.attrs.get("title")) if name == "link" else (MARKS[name],)
    if token.nesting == 1:
        marks.append(mark)
    else:
        marks.pop()


def _whole(content) -> list:
    """Neighbouring runs with the same marks are one."""
    found, runs = [], []
    for each in [*content, None]:
        if isinstance(each, Run):
            runs.append(each)
        else:
            found += [*merged(runs), each]
            runs = []
    return found[:-1]
