"""Markdown that says the same in any renderer: what was typed stays letters."""

import re

from pmm_workspace.artifacts.export.outline import Outline

SPECIAL = re.compile(r"[\\`*_\[\]<>|~]|&(?=#?\w+;)")
# What would begin a heading, a list, a quote or a rule at the start of a line.
BEGINS = re.compile(r"^(\s*\d*)([#+\-=]|(?<=\d)[.)])")


def write(outline: Outline) -> bytes:
    lines = [f"# {_text(outline.title)}", ""]
    for part in outline.written:
        lines += [f"## {part.label}", "", *_blocks(part.blocks), ""]
    for listing in outline.filled:
        lines += _listing(listing, 2)
    return "\n".join([*lines, "---", "", _text(outline.foot), ""]).encode()


def _listing(listing, level):
    lines = [f"{'#' * level} {listing.label}", ""]
    for place, entry in enumerate(listing.entries, 1):
        lines += _entry(entry, place, min(level + 1, 6))
    return lines


def _entry(entry, place, level):
    lines = [f"{'#' * level} {entry.label} {place}", ""]
    for part in entry.written:
        lines += _labelled(part)
    lines += [f"<{url}>\n" for url in entry.urls]
    for listing in entry.lists.values():
        lines += _listing(listing, min(level + 1, 6)) if listing.entries else []
    return lines


def _labelled(part):
    """A short answer stands beside its label, a long one under it."""
    if len(part.blocks) == 1 and part.blocks[0].kind == "paragraph":
        return [f"**{part.label}:** {_runs(part.blocks[0].runs)}", ""]
    return [f"**{part.label}**", "", *_blocks(part.blocks), ""]


def _blocks(blocks):
    lines = []
    for before, block in zip((None, *blocks), blocks, strict=False):
        is_list = block.kind in ("bullet", "number")
        if before and not (is_list and before.kind in ("bullet", "number")):
            lines.append("")
        lines += _table(block.rows) if block.kind == "table" else [_line(block)]
    return lines


def _line(block):
    indent = "    " * block.depth
    if block.kind == "code":
        return "\n".join(["```", block.text.replace("```", "`` `"), "```"])
    text = _runs(block.runs).replace("\n", f"\\\n{indent}")
    marks = {"bullet": "- ", "number": f"{block.number}. ", "quote": "> ", "heading": "#### "}
    return indent + marks.get(block.kind, "") + (text if marks.get(block.kind) else BEGINS.sub(r"\1\\\2", text))


def _table(rows):
    if not rows:
        return []
    drawn = [f"| {' | '.join(_runs(cell) for cell in row)} |" for row in rows]
    return [drawn[0], "|" + " --- |" * len(rows[0]), *drawn[1:]]


def _runs(runs):
    return "".join(_run(run) for run in runs)


def _run(run):
    if run.text.isspace():
        return run.text
    text = f"`{run.text.replace('`', chr(39))}`" if run.code else _text(run.text)
    for mark, is_on in (("~~", run.struck), ("*", run.italic), ("**", run.bold)):
        text = f"{mark}{text}{mark}" if is_on else text
    return f"[{text}](<{run.link.replace('>', '%3E')}>)" if run.link else text


def _text(text):
    return SPECIAL.sub(r"\\\g<0>", text)
