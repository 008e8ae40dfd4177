"""PPTX: native shapes that can be edited. A kind may draw slides in `<app>/slides.py`; any other gets a plain deck.

PowerPoint does not tell how high a text becomes, so sizes are chosen by an estimate that errs on the small side.
"""

import unicodedata
from dataclasses import dataclass, field
from importlib import import_module
from importlib.util import find_spec
from io import BytesIO

import pptx
from django.apps import apps
from django.utils.translation import gettext as _
from pptx.dml.color import RGBColor
from pptx.enum.shapes import MSO_SHAPE
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.oxml.ns import qn
from pptx.util import Pt

from pmm_workspace.artifacts.export.outline import Outline
from pmm_workspace.artifacts.export.text import Run

TAGS = {"en": "en-GB", "ru": "ru-RU", "zh-hans": "zh-CN"}
LATIN, CHINESE = "Noto Sans", "Microsoft YaHei"
WIDE, HIGH = 960, 540  # points, 16:9
MARGIN = 30
LINE = 1.3
ACCENT, TINT, SOFT, INK, QUIET = "2F5BD7", "E9EFFD", "F6F7F9", "15181E", "454C59"
PROOF, PROOF_TINT, GOOD, BAD, WHITE = "6B3FC0", "F1EBFC", "17703F", "B42323", "FFFFFF"
LINES_PER_SLIDE = 16


def write(outline: Outline) -> bytes:
    deck = Deck(outline)
    (drawing_of(outline) or plain)(deck, outline)
    return deck.bytes()


def drawing_of(outline):
    """The kind's own slides: the function named like the kind, in its app."""
    label, _underscore, kind = outline.drawing.rpartition("_")
    module = f"{apps.get_app_config(label).name}.slides"
    return getattr(import_module(module), kind, None) if find_spec(module) else None


@dataclass(frozen=True)
class Line:
    """A paragraph on a slide. `size` is relative to the shape's."""

    runs: tuple[Run, ...]
    bold: bool = False
    colour: str = INK
    size: float = 1.0
    bullet: bool = False

    @property
    def text(self):
        return "".join(run.text for run in self.runs)


def line(text, **how) -> Line:
    return Line((Run(str(text)),), **how)


def lines(part, **how) -> list[Line]:
    """A part's blocks as lines; none for a part that is not for this reader."""
    found = []
    for block in part.blocks if part else ():
        rows = block.rows if block.kind == "table" else ((block.runs,),)
        for row in rows:
            runs = tuple(run for cell in row for run in (*cell, Run("  ")))[:-1]
            found.append(Line(runs, bullet=block.kind in ("bullet", "number"), **how))
    return found


@dataclass(frozen=True)
class Box:
    """A place on a slide, in points."""

    x: float
    y: float
    width: float
    height: float

    def rows(self, *shares, gap=0.0) -> list["Box"]:
        """This place cut into rows, by share."""
        room, y, cut = self.height - gap * (len(shares) - 1), self.y, []
        for share in shares:
            height = room * share / sum(shares)
            cut.append(Box(self.x, y, self.width, height))
            y += height + gap
        return cut

    def columns(self, *shares, gap=0.0) -> list["Box"]:
        room, x, cut = self.width - gap * (len(shares) - 1), self.x, []
        for share in shares:
            width = room * share / sum(shares)
            cut.append(Box(x, self.y, width, self.height))
            x += width + gap
        return cut


PAGE = Box(MARGIN, MARGIN, WIDE - 2 * MARGIN, HIGH - 2 * MARGIN)


@dataclass
class Deck:
    """A presentation being drawn."""

    outline: Outline
    urls: list = field(default_factory=list)

    def __post_init__(self):
        self.file = pptx.Presentation()
        self.file.slide_width, self.file.slide_height = Pt(WIDE), Pt(HIGH)
        about = self.file.core_properties
        about.title, about.language = legal(self.outline.title), TAGS.get(self.outline.language, "en-GB")
        about.subject, about.comments, about.author = self.outline.kind, self.outline.foot, ""
        about.created = about.modified = self.outline.made_at.replace(tzinfo=None)

    def slide(self, title=None) -> Box:
        """A new slide with its title and foot; returns what is left of it."""
        self.now = self.file.slides.add_slide(self.file.slide_layouts[5])  # title only
        head = Box(PAGE.x, 14, PAGE.width, 34)
        shape = self.now.shapes.title
        _place(shape, head)
        self._write(shape, [line(title or self.outline.title, bold=True)], head, most=20, least=11)
        self.text(Box(PAGE.x, HIGH - 26, PAGE.width, 18), [line(self.outline.foot, colour=QUIET)], most=9, least=6)
        return Box(PAGE.x, 52, PAGE.width, HIGH - 52 - 30)

    def text(self, box, words, **how):
        shape = self.now.shapes.add_textbox(Pt(box.x), Pt(box.y), Pt(box.width), Pt(box.height))
        return self._write(shape, words, box, **how)

    def shape(self, box, words=(), *, fill, form=MSO_SHAPE.RECTANGLE, edge=None, name="", **how):
        shape = self.now.shapes.add_shape(form, Pt(box.x), Pt(box.y), Pt(box.width), Pt(box.height))
        shape.fill.solid()
        shape.fill.fore_color.rgb = RGBColor.from_string(fill)
        shape.shadow.inherit = False
        shape.name = name or shape.name
        if edge:
            shape.line.color.rgb = RGBColor.from_string(edge)
            shape.line.width = Pt(1)
        else:
            shape.line.fill.background()
        return self._write(shape, words, box, **how)

    def _write(self, shape, words, box, *, most=14, least=5, centre=False, middle=False):
        frame = shape.text_frame
        frame.word_wrap = True
        frame.margin_left = frame.margin_right = Pt(6)
        frame.margin_top = frame.margin_bottom = Pt(4)
        frame.vertical_anchor = MSO_ANCHOR.MIDDLE if middle else MSO_ANCHOR.TOP
        size = fitting(words, box.width - 12, box.height - 8, most, least)
        for at, each in enumerate(words):
            paragraph = frame.paragraphs[0] if at == 0 else frame.add_paragraph()
            paragraph.alignment = PP_ALIGN.CENTER if centre else PP_ALIGN.LEFT
            self._write_line(paragraph, each, size)
        return shape

    def _write_line(self, paragraph, each, size):
        runs = (Run("• "), *each.runs) if each.bullet else each.runs
        for run in runs:
            written = paragraph.add_run()
            written.text = legal(run.text).replace("\n", "\v")
            font = written.font
            font.size, font.name = Pt(size * each.size), LATIN
            font.bold, font.italic = each.bold or run.bold, run.italic
            font.color.rgb = RGBColor.from_string(each.colour)
            if run.link:
                written.hyperlink.address = run.link
            self._speak(written)

    def _speak(self, run):
        """The language for the spelling, and a family for Chinese."""
        properties = run._r.get_or_add_rPr()
        properties.set("lang", TAGS.get(self.outline.language, "en-GB"))
        east = properties.makeelement(qn("a:ea"), {"typeface": CHINESE})
        latin = properties.find(qn("a:latin"))
        latin.addnext(east)

    def number_of(self, url) -> int:
        """Which number this address has among the sources."""
        if url not in self.urls:
            self.urls.append(url)
        return self.urls.index(url) + 1

    def mark(self, entry) -> str:
        """The numbers of an item's sources, for the end of its last line."""
        return "".join(f" [{self.number_of(url)}]" for url in entry.urls)

    def sources(self, box):
        """Addresses of evidence in small print, where there are any."""
        if self.urls:
            runs = [
                run for at, url in enumerate(self.urls, 1) for run in (Run(f"[{at}] "), Run(url, link=url), Run("   "))
            ]
            self.text(box, [Line(tuple(runs), colour=QUIET)], most=8, least=4)

    def notes(self, text):
        self.now.notes_slide.notes_text_frame.text = legal(text)

    def bytes(self) -> bytes:
        made = BytesIO()
        self.file.save(made)
        return made.getvalue()


def plain(deck, outline):
    """A slide with the fields, then each list, as many slides as it takes."""
    words = [each for part in outline.written for each in labelled(part)]
    _run_on(deck, outline.title, words)
    for listing in outline.filled:
        words = [each for place, entry in enumerate(listing.entries, 1) for each in told(deck, entry, place)]
        _run_on(deck, listing.label, words)
    if deck.urls:
        deck.sources(deck.slide(_("Sources")))


def labelled(part) -> list[Line]:
    return [line(part.label, bold=True, colour=ACCENT, size=0.85), *lines(part)]


def told(deck, entry, place) -> list[Line]:
    """An item and what stands within it, as lines."""
    found = [line(f"{entry.label} {place}{deck.mark(entry)}", bold=True, colour=ACCENT)]
    for part in entry.written:
        found += [line(part.label, colour=QUIET, size=0.8), *lines(part)]
    for listing in entry.lists.values():
        for at, inner in enumerate(listing.entries, 1):
            found += told(deck, inner, at)
    return found


def _run_on(deck, title, words):
    """A slide holds so many lines; what is over goes to the next one."""
    room, used, chunk = Box(PAGE.x, 52, PAGE.width, HIGH - 82), 0, []
    for each in words:
        height = _rows(each, room.width, 14)
        if chunk and used + height > LINES_PER_SLIDE:
            deck.text(deck.slide(title), chunk, most=14)
            used, chunk = 0, []
        chunk.append(each)
        used += height
    deck.text(deck.slide(title), chunk, most=14)


def fitting(words, width, height, most, least) -> float:
    """The largest size at which these lines should stand within the place."""
    size = float(most)
    while size > least and sum(_rows(each, width, size) * each.size * size * LINE for each in words) > height:
        size -= 0.5
    return size


def _rows(each, width, size):
    per_row = max(width / (size * each.size), 1)
    return sum(max(1, -(-_ems(row) // per_row)) for row in each.text.split("\n"))


def _ems(text):
    return sum(1.0 if unicodedata.east_asian_width(each) in "WF" else 0.58 for each in text)


def _place(shape, box):
    shape.left, shape.top, shape.width, shape.height = (Pt(each) for each in (box.x, box.y, box.width, box.height))


def legal(text):
    """XML knows no control characters."""
    return "".join(each for each in text if each in "\n\t" or each >= " ")
