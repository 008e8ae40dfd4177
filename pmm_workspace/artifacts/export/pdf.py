"""PDF by typst: tagged, with title and language. Text goes in as data, so nothing that was typed is ever markup."""

import json
from pathlib import Path

import typst

from pmm_workspace.artifacts.export.outline import Outline

HERE = Path(__file__).resolve().parent
FONTS = HERE / "fonts"
TEMPLATES = HERE.parents[2] / "templates" / "export"
# What the fonts beside this file can show, beyond the characters of GB 2312: Latin, Cyrillic, punctuation, signs.
COVERED = [(0x0000, 0x017F), (0x0400, 0x052F), (0x1E00, 0x1EFF), (0x2000, 0x20BF), (0x2100, 0x226F)]


def write(outline: Outline) -> bytes:
    data = json.dumps(outline.as_json(), ensure_ascii=False)
    return typst.compile(
        str(template(outline)),
        root=str(TEMPLATES),
        font_paths=[str(FONTS)],
        ignore_system_fonts=is_covered(data),
        sys_inputs={"data": data},
        pdf_standards=["ua-1"],
        timestamp=int(outline.made_at.timestamp()),
        format="pdf",
    )


def template(outline) -> Path:
    """The kind's own page where somebody drew one."""
    drawn = TEMPLATES / f"{outline.drawing}.typ"
    return drawn if drawn.exists() else TEMPLATES / "document.typ"


def is_covered(text: str) -> bool:
    """Whether our own fonts have every character; otherwise those of the machine may help."""
    return all(_is_ours(each) for each in set(text))


def _is_ours(character):
    if any(first <= ord(character) <= last for first, last in COVERED):
        return True
    try:
        return bool(character.encode("gb2312"))
    except UnicodeEncodeError:
        return False
