"""The messaging house as one slide of shapes: a gable, the promise, pillars on their proof, a foundation."""

from pptx.enum.shapes import MSO_SHAPE

from pmm_workspace.artifacts.export.slides import ACCENT, INK, PROOF, PROOF_TINT, QUIET, SOFT, TINT, WHITE, line, lines


def messaginghouse(deck, outline):
    room = deck.slide()
    gable, roof, beam, pillars, ground, sources = room.rows(0.55, 1, 0.6, 4.6, 1.3, 0.35, gap=2)
    deck.shape(gable, fill=ACCENT, form=MSO_SHAPE.ISOSCELES_TRIANGLE, name="Gable")
    promise = lines(outline.parts.get("core_message"), bold=True, colour=WHITE)
    deck.shape(roof, promise, fill=ACCENT, name="Promise", most=22, least=9, centre=True, middle=True)
    line_of_beam = lines(outline.parts.get("positioning_line"))
    deck.shape(beam, line_of_beam, fill=TINT, name="Beam", most=13, least=7, centre=True, middle=True)
    _pillars(deck, outline, pillars)
    _foundation(deck, outline, ground)
    deck.sources(sources)
    deck.notes(_notes(outline))


def _pillars(deck, outline, room):
    entries = _entries(outline, "pillars")
    if not entries:
        return
    for box, entry in zip(room.columns(*[1] * len(entries), gap=8), entries, strict=True):
        capital, shaft = box.rows(1.5, 2.6)
        claim = lines(entry.parts.get("title"), bold=True)
        message = lines(entry.parts.get("message"), size=0.85)
        promises = lines(entry.parts.get("promises"), size=0.85, colour=ACCENT)
        deck.shape(capital, claim + message + promises, fill=TINT, edge=ACCENT, name="Pillar", most=14)
        deck.shape(shaft, fill=SOFT, name="Shaft")
        _bricks(deck, entry, shaft)


def _bricks(deck, entry, shaft):
    points = entry.lists["proof_points"].entries if "proof_points" in entry.lists else ()
    bricks = [_point(deck, point) for point in points] + [[named] for named in lines(entry.parts.get("proofs"))]
    if not bricks:
        return
    for box, words in zip(shaft.rows(*[1] * len(bricks), gap=4), bricks, strict=True):
        deck.shape(box, words, fill=PROOF_TINT, edge=PROOF, name="Proof", most=11, middle=True)


def _point(deck, point):
    source = point.parts.get("source_tag")
    mark = line(f"◆ {source.text if source else ''}{deck.mark(point)}", colour=PROOF, size=0.85)
    return [*lines(point.parts.get("summary")), mark]


def _foundation(deck, outline, ground):
    words = []
    for name in ("category", "tone"):
        part = outline.parts.get(name)
        if part and part.blocks:
            words.append(line(f"{part.label}: {part.text}", colour=INK))
    for persona in _entries(outline, "personas"):
        words.append(line(" – ".join(part.text for part in persona.written), colour=QUIET))
    deck.shape(ground, words, fill=SOFT, edge=ACCENT, name="Foundation", most=11)


def _entries(outline, name):
    return outline.lists[name].entries if name in outline.lists else ()


def _notes(outline):
    """What does not fit a picture, for the speaker: the segments, and what we are not."""
    told = [" · ".join(part.text for part in row.written) for row in _entries(outline, "segment_rows")]
    refused = outline.parts.get("not_us")
    return "\n".join([*told, *([f"{refused.label}: {refused.text}"] if refused and refused.blocks else [])])
