"""DOCX with real headings, lists and tables, right fonts for Chinese, and numbered sources at its end."""

from io import BytesIO

import docx
from django.utils.translation import gettext as _
from docx.enum.style import WD_STYLE_TYPE
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt, RGBColor

from pmm_workspace.artifacts.export.outline import Outline

LATIN, CHINESE = "Noto Sans", "Microsoft YaHei"
TAGS = {"en": "en-GB", "ru": "ru-RU", "zh-hans": "zh-CN"}
ACCENT = RGBColor(0x2F, 0x5B, 0xD7)
STYLE_OF = {"bullet": "List Bullet", "number": "List Number", "quote": "Quote"}


def write(outline: Outline) -> bytes:
    paper = _Paper(docx.Document(), outline)
    paper.head()
    for part in outline.written:
        paper.heading(part.label, 1)
        paper.blocks(part.blocks)
    for listing in outline.filled:
        paper.listing(listing, 1)
    paper.sources()
    return paper.bytes()


class _Paper:
    """A document being written, with the addresses that it has named so far."""

    def __init__(self, document, outline):
        self.document, self.outline, self.urls = document, outline, []

    def head(self):
        _say_what_it_is(self.document, self.outline)
        _dress(self.document, TAGS.get(self.outline.language, "en-GB"))
        self.document.add_heading(_legal(self.outline.title), 0)
        self.document.sections[0].footer.paragraphs[0].text = _legal(f"{self.outline.title} · {self.outline.foot}")

    def heading(self, text, level):
        return self.document.add_heading(_legal(text), min(level, 9))

    def listing(self, listing, level):
        self.heading(listing.label, level)
        for place, entry in enumerate(listing.entries, 1):
            heading = self.heading(f"{entry.label} {place}", level + 1)
            for url in entry.urls:
                heading.add_run(str(self._number_of(url))).font.superscript = True
            self._entry(entry, level + 1)

    def _entry(self, entry, level):
        for part in entry.written:
            label = self.document.add_paragraph(style="Label")
            label.add_run(part.label)
            self.blocks(part.blocks)
        for listing in entry.lists.values():
            if listing.entries:
                self.listing(listing, level + 1)

    def blocks(self, blocks):
        for block in blocks:
            if block.kind == "table":
                self._table(block.rows)
            else:
                self._paragraph(block)

    def _paragraph(self, block):
        paragraph = self.document.add_paragraph(style=STYLE_OF.get(block.kind))
        if block.depth:
            paragraph.paragraph_format.left_indent = Pt(18 * (block.depth + 1))
        _write_runs(paragraph, block.runs, bold=block.kind == "heading")

    def _table(self, rows):
        width = max(len(row) for row in rows)
        table = self.document.add_table(len(rows), width, style="Table Grid")
        for at, row in enumerate(rows):
            for place, cell in enumerate(row):
                _write_runs(table.cell(at, place).paragraphs[0], cell, bold=at == 0)

    def _number_of(self, url):
        if url not in self.urls:
            self.urls.append(url)
        return self.urls.index(url) + 1

    def sources(self):
        if self.urls:
            self.heading(_("Sources"), 1)
        for number, url in enumerate(self.urls, 1):
            paragraph = self.document.add_paragraph(f"{number}. ")
            _write_link(paragraph, url, url)

    def bytes(self):
        made = BytesIO()
        self.document.save(made)
        return made.getvalue()


def _say_what_it_is(document, outline):
    about = document.core_properties
    about.title, about.language = _legal(outline.title), TAGS.get(outline.language, "en-GB")
    about.subject, about.comments, about.author = outline.kind, outline.foot, ""
    about.created = about.modified = outline.made_at.replace(tzinfo=None)


def _dress(document, language):
    """One family for Latin and Cyrillic, one for Chinese; without `eastAsia` Word picks a serif for the latter."""
    for style in document.styles:
        if style.type in (WD_STYLE_TYPE.PARAGRAPH, WD_STYLE_TYPE.CHARACTER):
            style.font.name = LATIN
            style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), CHINESE)
    normal = document.styles["Normal"]
    normal.font.size = Pt(10.5)
    spoken = OxmlElement("w:lang")
    for script in ("w:val", "w:eastAsia"):
        spoken.set(qn(script), language)
    normal.element.get_or_add_rPr().append(spoken)
    label = document.styles.add_style("Label", WD_STYLE_TYPE.PARAGRAPH)
    label.base_style, label.font.bold, label.font.size = normal, True, Pt(9)
    label.paragraph_format.space_after, label.paragraph_format.keep_with_next = Pt(0), True


def _write_runs(paragraph, runs, bold=False):
    for run in runs:
        if run.link:
            _write_link(paragraph, run.text, run.link)
            continue
        written = paragraph.add_run(_legal(run.text))
        written.bold, written.italic, written.font.strike = run.bold or bold or None, run.italic or None, run.struck
        if run.code:
            written.font.name = "Consolas"


def _write_link(paragraph, text, address):
    link = OxmlElement("w:hyperlink")
    link.set(qn("r:id"), paragraph.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True))
    run = paragraph.add_run(_legal(text))
    run.font.color.rgb, run.font.underline = ACCENT, True
    link.append(run._r)
    paragraph._p.append(link)


def _legal(text):
    """XML knows no control characters."""
    return "".join(each for each in text if each in "\n\t" or each >= " ")
