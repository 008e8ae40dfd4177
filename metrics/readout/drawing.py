"""A dashboard as a PDF or a picture, as it is shown: the same drawings as on the page, on white, set by typst."""

import json
from dataclasses import dataclass
from pathlib import Path

import typst
from django.template.loader import render_to_string
from django.utils.timezone import localtime, now
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from metrics.readout import numbers
from metrics.readout.dashboard_parts import Panel
from pmm_workspace.artifacts.export import pdf

TYPES = {"pdf": "application/pdf", "png": "image/png"}
TEMPLATE = pdf.TEMPLATES / "dashboard.typ"
STYLE = Path(__file__).with_name("drawing.css")
DOTS_PER_INCH = 144


@dataclass(frozen=True)
class Page:
    title: str
    lede: str
    panels: list[Panel]


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
    return _("Nothing imported for: %(names)s.") % {"names": ", ".join(names)} if names else ""


def _panel(panel):
    return {
        "title": panel.title,
        "formula": str(panel.variant.formula) if panel.variant else panel.lede,
        "caption": panel.caption,
        "number": _number(panel.number),
        "legend": panel.legend,
        "svg": svg(panel),
        "alt": f"{panel.caption}. {panel.wide.newest if panel.wide else ''}",
        "table": panel.rows if panel.grid or not panel.wide else [],  # only what the drawing does not say
        "tints": [[0, 0, *(cell.level for cell in row.cells)] for row in panel.grid.together] if panel.grid else [],
        "slices": _slices(panel),
    }


def _number(number):
    if number is None:
        return []
    return [number.value, *filter(None, [number.period, number.change, number.parts, number.target])]


def _slices(panel):
    """By channel, segment or plan, beside the drawing."""
    if panel.slices is None:
        return []
    rows = [[row.name, row.value, row.parts] for row in (*panel.slices.rows, panel.slices.total)]
    return [[f"{panel.slices.caption}, {panel.slices.period}", panel.title, _("From")], *rows]


def svg(panel: Panel) -> str:
    """The page's own drawing with colours for paper in it; empty where there is none."""
    if panel.wide is None:
        return ""
    context = {"chart": panel.wide, "size": "chart-wide", "id": "drawing", "title": panel.caption}
    drawn = render_to_string(panel.wide.template, context).strip()
    drawn = drawn[drawn.index("<svg") :]
    width, height = panel.wide.width, panel.wide.height
    head = f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" '
    body = drawn.removeprefix("<svg ")
    return head + body.replace(">", f"><style>{STYLE.read_text()}</style>", 1)
