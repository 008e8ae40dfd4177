"""A dashboard as a PDF or a picture, as it is shown: the same drawings as on the page, on white, set by typst."""

import json
from dataclasses import dataclass
from pathlib import Path

import typst
from django.template.loader import render_to_string
from django.utils.text import capfirst
from django.utils.timezone import localtime, now
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from metrics.readout import numbers
from metrics.readout.charts import Framed
from metrics.readout.dashboard_parts import Panel
from metrics.readout.dashboard_words import HATCHED
from metrics.readout.outside import Mark
from pmm_workspace.artifacts.export import pdf

TYPES = {"pdf": "application/pdf", "png": "image/png"}
TEMPLATE = pdf.TEMPLATES / "dashboard.typ"
STYLE = Path(__file__).with_name("drawing.css")
DOTS_PER_INCH = 144
KEY = 24, 8


@dataclass(frozen=True)
class Page:
    title: str
    lede: str
    panels: list[Panel]
    marks: list[Mark]  # whose numbers stand in the drawings

    @property
    def is_over_time(self) -> bool:
        return any(isinstance(panel.wide, Framed) for panel in self.panels)


def written(page: Page, suffix: str) -> bytes:
    """`suffix` is one of TYPES. A picture is one page, as high as it needs to be."""
    made_at = localtime(now())
    data = {
        "title": page.title,
        "lede": page.lede,
        "language": get_language() or "en",
        "foot": numbers.day(made_at.date()),
        "panels": [_panel(each) for each in page.panels if not (each.missing or each.note)],
        "missing": _missing(page),
        "hatched": str(HATCHED) if page.is_over_time else "",
        "happened": _("What happened"),
        "days": _days(page.marks) if page.is_over_time else [],
        "lists": {},
        "is_picture": suffix == "png",
    }
    text = json.dumps(data, ensure_ascii=False)
    options = {"pdf_standards": ["ua-1"], "timestamp": int(made_at.timestamp())} if suffix == "pdf" else {}
    if suffix == "png":
        options = {"ppi": DOTS_PER_INCH}
    return typst.compile(
        str(TEMPLATE),
        root=str(pdf.TEMPLATES),
        font_paths=[str(pdf.FONTS)],
        ignore_system_fonts=pdf.is_covered(text),
        sys_inputs={"data": text},
        format=suffix,
        **options,
    )


def _missing(page):
    names = [panel.title for panel in page.panels if panel.missing]
    return _("Nothing to show for: %(names)s.") % {"names": ", ".join(names)} if names else ""


def _days(marks):
    """(number, day, what happened)."""
    return [
        [str(number), numbers.day(mark.day), " · ".join(filter(None, [mark.text, mark.note]))]
        for number, mark in enumerate(marks, start=1)
    ]


def _panel(panel):
    return {
        "title": panel.title,
        "formula": _formula(panel),
        "caption": panel.caption,
        "number": _number(panel),
        "keys": list(_keys(panel)),
        "svg": svg(panel),
        "alt": f"{panel.caption}. {panel.wide.newest.text if panel.wide and panel.wide.newest else ''}",
        "table": panel.rows if panel.grid or not panel.wide else [],  # only what the drawing does not say
        "tints": [[0, 0, *(cell.level for cell in row.cells)] for row in panel.grid.together] if panel.grid else [],
        "slices": _slices(panel),
    }


def _formula(panel):
    if panel.variant is None:
        return panel.lede
    return f"{panel.variant.title}: {panel.variant.formula}" if panel.legend else capfirst(str(panel.variant.formula))


def _number(panel):
    number = panel.number
    if number is None:
        return []
    named = str(number.variant.title) if panel.legend else ""
    return [number.value, *filter(None, [named, number.period, number.change, number.parts, number.target])]


def _keys(panel):
    """(name, drawing) of each line."""
    for number, name in enumerate(panel.legend, start=1):
        yield name, _drawn(*KEY, f'<g class="chart-line-{number}"><path class="chart-stroke" d="M0 4H24"/></g>')
    if panel.is_compared:
        lines = "chart-line" if hasattr(panel.wide, "strokes") else ""
        yield _("The period before"), _drawn(*KEY, f'<g class="{lines}"><path class="chart-before" d="M0 4H24"/></g>')


def _slices(panel):
    """By channel, segment, plan or product; of what, where it is of anything."""
    if panel.slices is None:
        return []
    shown = [*panel.slices.rows, panel.slices.total]
    head = [panel.slices.caption, str(panel.variant.title) if panel.legend else "", panel.slices.period]
    rows = [[", ".join(filter(None, head)), panel.title, pgettext("made of", "From")]]
    rows += [[capfirst(row.name), row.value, row.parts] for row in shown]
    return rows if any(row.parts for row in shown) else [row[:2] for row in rows]


def svg(panel: Panel) -> str:
    """The page's own drawing with colours for paper in it; empty where there is none."""
    if panel.wide is None:
        return ""
    context = {"chart": panel.wide, "size": "chart-wide", "id": "drawing", "title": panel.caption}
    drawn = render_to_string(panel.wide.template, context).strip()
    width, height = panel.wide.width, panel.wide.height
    return _drawn(width, height, drawn[drawn.index(">", drawn.index("<svg")) + 1 :].removesuffix("</svg>"))


def _drawn(width, height, shapes):
    head = f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}">'
    return f"{head}<style>{STYLE.read_text()}</style>{shapes}</svg>"
