"""What a new version means for the lines that name the document: which take over its words, and what they would say."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from pmm_workspace.artifacts import access, completeness, diff, document, editing, freshness, links, suggestions
from pmm_workspace.artifacts.models import Link, Version


@dataclass(frozen=True)
class Line:
    """A line elsewhere that was accepted with another meaning than the new version has."""

    link: Link
    before: str
    after: str  # the same as before where the line names the document in words of its own

    @property
    def quotes(self) -> bool:
        return self.before != self.after

    @property
    def html(self):
        return diff.as_html(diff.words(links.without(self.before), links.without(self.after)))

    @property
    def label(self) -> str:
        return completeness.called_at(document.of_artifact(self.link.source), self.link.path)


def lines(artifact, version: Version, uses: Iterable[Link] | None = None) -> list[Line]:
    """Every line that this version would make suspect, those that quote it first. `uses` spares asking for them."""
    uses = links.uses(artifact) if uses is None else uses
    found = [_line(link, artifact, version) for link in uses if freshness.is_changed(link, version)]
    return sorted(found, key=lambda line: not line.quotes)


def _line(link, artifact, version) -> Line:
    text = document.of_artifact(link.source).at(link.path) if link.in_draft else None
    before = text if isinstance(text, str) else ""
    old, new = (links.words_of(artifact, each, link.item) for each in (link.accepted, version))
    return Line(link, before, before.replace(old, new) if old and new else before)


def carry(artifact, chosen: Iterable[int], *, by) -> tuple[int, int]:
    """Let the chosen lines say the new words: (lines edited, lines suggested).

    Who may edit edits, and the line is accepted with it; anybody else makes a suggestion for its owner. A line that
    was changed meanwhile or is retired is left as it is.
    """
    wanted = {int(pk) for pk in chosen}
    found = [line for line in lines(artifact, links.current(artifact)) if line.quotes and line.link.pk in wanted]
    done = [_carried(line, artifact, by) for line in found]
    return done.count("edited"), done.count("suggested")


def _carried(line, artifact, by) -> str:
    source, path = line.link.source, line.link.path
    note = _("Says what “%(title)s” says now") % {"title": artifact.title}
    try:
        if not access.may(by, "edit"):
            suggestions.suggest(source, path, line.after, note=note, by=by)
            return "suggested"
        editing.edit(source, {path: line.after}, base=source.revision, by=by, note=note[:200])
        links.accept(line.link, by=by, note=note)
    except (ValidationError, editing.Conflict):
        return "left"
    return "edited"
