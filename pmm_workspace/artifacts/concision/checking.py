"""The check of a whole document: the rules for one line, and those that need the lines before it."""

from collections.abc import Collection, Iterable, Sequence

from pmm_workspace.artifacts.budgets import Budget
from pmm_workspace.artifacts.concision import avoiding, repeats, rules, terms
from pmm_workspace.artifacts.concision.avoiding import Avoided
from pmm_workspace.artifacts.concision.findings import KINDS, Finding, Line
from pmm_workspace.artifacts.concision.text import Text

ORDER = {kind: at for at, kind in enumerate(KINDS)}


def check(text: str, *, language: str, budget: Budget | None = None, names: Collection[str] = ()) -> list[Finding]:
    """The remarks on one text that stands alone."""
    return findings([Line("", text, budget)], language=language, names=names)


def findings(
    lines: Iterable[Line], *, language: str, names: Collection[str] = (), agreed: Sequence[Avoided] = ()
) -> list[Finding]:
    """The remarks on the lines of a document, in their order.

    `names` are what the workspace knows already, `agreed` the words that it avoids.
    """
    return of_texts([Text(line, language) for line in lines], names, agreed)


def of_texts(texts: list[Text], names, agreed=()) -> list[Finding]:
    found = [each for text in texts for rule in rules.RULES for each in rule(text)]
    found += terms.unexplained(texts, names)
    found += repeats.repeats(texts)
    found += avoiding.avoided(texts, agreed)
    place = {text.line.path: at for at, text in enumerate(texts)}
    return sorted(found, key=lambda each: (place[each.path], each.start, ORDER[each.kind]))
