"""Two people's changes to one text, brought together block by block; where both changed a block, both stay."""

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from pmm_workspace.live.trees import Node


def merged(base: Sequence[Node], theirs: Sequence[Node], mine: Sequence[Node]) -> tuple[Node, ...]:
    found = []
    for old, their, my in _chunks(base, theirs, mine):
        if their in (old, my):
            found += my
        elif my == old:
            found += their
        else:
            found += [*my, *(block for block in their if block not in my and block not in old)]
    return tuple(found)


def _chunks(base, theirs, mine) -> Iterator[tuple[list, list, list]]:
    """The three texts between the blocks that all of them share, and those blocks themselves."""
    in_theirs, in_mine = _places(base, theirs), _places(base, mine)
    at = (0, 0, 0)
    for place in sorted(in_theirs.keys() & in_mine.keys()):
        here = (place, in_theirs[place], in_mine[place])
        yield tuple(list(text[a:b]) for text, a, b in zip((base, theirs, mine), at, here, strict=True))
        yield ([base[place]],) * 3
        at = tuple(each + 1 for each in here)
    yield tuple(list(text[a:]) for text, a in zip((base, theirs, mine), at, strict=True))


def _places(base, other):
    blocks = SequenceMatcher(None, base, other, autojunk=False).get_matching_blocks()
    return {block.a + step: block.b + step for block in blocks for step in range(block.size)}
