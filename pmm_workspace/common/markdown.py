"""Markdown to safe HTML: one renderer with an allowlist, sanitised after. Raw HTML is never let through."""

import nh3
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt

TAGS = {"p", "br", "strong", "em", "s", "ul", "ol", "li", "a", "blockquote", "code", "pre", "hr"} | {
    "table", "thead", "tbody", "tr", "th", "td", "h3", "h4", "h5", "h6"
}  # fmt: skip
_parser = MarkdownIt("js-default", {"html": False, "linkify": False, "breaks": True})
_cleaner = nh3.Cleaner(
    tags=TAGS,
    attributes={"a": {"href"}, "ol": {"start"}},
    url_schemes={"http", "https", "mailto"},
    link_rel="noopener noreferrer",
)


def to_html(text: str) -> SafeString:
    """Headings start at level three: the page owns the first two."""
    return mark_safe(_cleaner.clean(_lowered(tokens(text))).strip())  # noqa: S308 - sanitised in this line


def tokens(text: str) -> list:
    """The text as markdown-it understands it, for those who write other formats."""
    return _parser.parse(text or "")


def _lowered(tokens):
    for token in tokens:
        if token.type.startswith("heading_"):
            token.tag = f"h{min(int(token.tag[1]) + 2, 6)}"
    return _parser.renderer.render(tokens, _parser.options, {})
