"""A tree in a Yjs document, in the shape that the editor's binding gives it, changed as little as possible."""

import re
from collections.abc import Sequence
from difflib import SequenceMatcher

from pycrdt import Doc, XmlElement, XmlFragment, XmlText

from pmm_workspace.live.trees import Node, Run, merged, node

WORDS = re.compile(r"\w+|\s+|.", re.DOTALL)
MARKS = ("bold", "italic", "strike", "code", "link")


def is_update(data: bytes) -> bool:
    """Whether these bytes are an update that a document can take."""
    try:
        Doc().apply_update(data)
    except BaseException as problem:  # a panic of the library is no Exception
        if isinstance(problem, KeyboardInterrupt | SystemExit):
            raise
        return False
    return True


def fragment(doc: Doc, path: str) -> XmlFragment:
    return doc.get(path, type=XmlFragment)


def read(parent) -> tuple[Node, ...]:
    """The blocks of a fragment, as they are."""
    return tuple(_node(child) for child in parent.children if isinstance(child, XmlElement))


def _node(element):
    attrs = {name: _value(value) for name, value in element.attributes}
    return node(str(element.tag), _content(element), **attrs)


def _content(element):
    found = []
    for child in element.children:
        found += _runs(child) if isinstance(child, XmlText) else [_node(child)]
    return found


def _value(value):
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _runs(text):
    return [Run(part, _marks(attrs or {})) for part, attrs in text.diff() if isinstance(part, str)]


def _marks(attrs):
    return frozenset(_mark(name, value) for name, value in attrs.items() if name in MARKS and value is not None)


def _mark(name, value):
    if name != "link":
        return (name,)
    value = value if isinstance(value, dict) else {}
    return ("link", str(value.get("href") or ""), value.get("title"))


def write(parent: XmlFragment | XmlElement, wanted: Sequence[Node]) -> None:
    """Make the children these blocks, touching only what differs, so that carets elsewhere stay."""
    _align(parent, list(wanted), [_node(child) for child in parent.children])


def _align(parent, wanted, have):
    steps = SequenceMatcher(None, have, wanted, autojunk=False).get_opcodes()
    for what, i1, i2, j1, j2 in reversed(steps):
        if what != "equal":
            _replace(parent, (i1, have[i1:i2]), wanted[j1:j2])


def _replace(parent, there, wanted):
    """Blocks in the same place and of the same kind are changed inside; the others come and go."""
    at, have = there
    both = min(len(have), len(wanted))
    del parent.children[at + both : at + len(have)]
    for offset in reversed(range(both)):
        if not _change(parent.children[at + offset], have[offset], wanted[offset]):
            del parent.children[at + offset]
            _insert(parent, at + offset, wanted[offset])
    for offset, block in enumerate(wanted[both:], both):
        _insert(parent, at + offset, block)


def _insert(parent, at, block):
    parent.children.insert(at, XmlElement(block.kind, _attributes(block)))
    element = parent.children[at]
    for segment in _segments(block.content):
        _append(element, segment)


def _append(element, segment):
    if isinstance(segment, Node):
        _insert(element, len(element.children), segment)
    else:
        element.children.append(XmlText())
        _fill(element.children[len(element.children) - 1], segment)


def _attributes(block):
    return dict(block.attrs)


def _segments(content):
    """A paragraph's content as its children in Yjs: texts (tuples of runs) and the breaks between them."""
    found, runs = [], []
    for each in [*content, None]:
        if isinstance(each, Run):
            runs.append(each)
            continue
        found += [tuple(runs)] if runs else []
        found += [each] if each else []
        runs = []
    return found


def _change(element, have, wanted) -> bool:
    """Whether the element could become what is wanted by changes inside of it."""
    if have.kind != wanted.kind:
        return False
    _set_attributes(element, have, wanted)
    old, new = _segments(have.content), _segments(wanted.content)
    if all(isinstance(each, Node) for each in old + new):
        _align(element, new, old)
        return True
    return _change_text(element, old, new)


def _set_attributes(element, have, wanted):
    old, new = _attributes(have), _attributes(wanted)
    for name in old.keys() - new.keys():
        del element.attributes[name]
    for name, value in new.items():
        if old.get(name) != value:
            element.attributes[name] = value


def _change_text(element, old, new):
    """Texts between the same breaks are changed word by word; otherwise the content is written anew."""
    if [isinstance(each, Node) for each in old] != [isinstance(each, Node) for each in new]:
        return False
    children = list(element.children)
    if len(children) != len(old):
        return False
    for child, before, after in zip(children, old, new, strict=True):
        if isinstance(child, XmlText) and before != after:
            _change_words(child, before, after)
    return True


def _change_words(text, before, after):
    old, new = _words(before), _words(after)
    steps = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    starts = [0]
    for word, _marks_of_it in old:
        starts.append(starts[-1] + len(word.encode()))
    for what, i1, i2, j1, j2 in reversed(steps):
        if what != "equal":
            del text[starts[i1] : starts[i2]]
            _write_runs(text, starts[i1], merged(Run(word, marks) for word, marks in new[j1:j2]))
    if tuple(merged(_runs(text))) != tuple(merged(after)):
        text.clear()
        _fill(text, after)


def _words(runs):
    return [(word, run.marks) for run in runs for word in WORDS.findall(run.text)]


def _fill(text, runs):
    _write_runs(text, 0, runs)


def _write_runs(text, at, runs):
    for run in runs:
        attrs = {mark[0]: {"href": mark[1], "title": mark[2]} if mark[0] == "link" else {} for mark in run.marks}
        text.insert(at, run.text, attrs or None)
        at += len(run.text.encode())
