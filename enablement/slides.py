"""The battlecard as one slide: what to say first, then everything else in three columns of one size."""

from pmm_workspace.artifacts.export.slides import ACCENT, BAD, GOOD, QUIET, SOFT, WHITE, fitting, line, lines

COLUMNS = 3


def battlecard(deck, outline):
    room = deck.slide()
    first, body, sources = room.rows(0.9, 6.6, 0.25, gap=6)
    say = outline.parts.get("quick_dismiss")
    words = [line(say.label, colour=WHITE, size=0.6)] if say and say.blocks else []
    words += lines(say, bold=True, colour=WHITE)
    deck.shape(first, words, fill=ACCENT, name="Say first", most=18, least=9, middle=True)
    boxes = body.columns(*[1] * COLUMNS, gap=8)
    columns = spread(_pieces(deck, outline))
    size = min(fitting(words, box.width - 12, box.height - 8, 13, 5) for words, box in zip(columns, boxes, strict=True))
    for box, words in zip(boxes, columns, strict=True):
        deck.shape(box, words, fill=SOFT, name="Column", most=size)
    deck.sources(sources)


def spread(pieces):
    """Pieces in reading order over the columns, each column about as long as the others; no piece is cut."""
    columns = [[] for _column in range(COLUMNS)]
    whole, so_far = sum(map(_length, pieces)), 0
    for piece in pieces:
        middle = so_far + _length(piece) / 2
        columns[min(int(middle * COLUMNS / whole), COLUMNS - 1)] += piece
        so_far += _length(piece)
    return columns


def _length(piece):
    return sum(1 + len(each.text) / 45 for each in piece)


def _pieces(deck, outline):
    pieces = _part(outline, "segments", BAD) + _list(deck, outline, "objections")
    for name, colour in (("why_we_win", GOOD), ("why_we_lose", BAD)):
        pieces += _part(outline, name, colour)
    for name in ("they_say_about_us", "our_answer"):
        pieces += _part(outline, name)
    for name in ("landmines", "disqualifiers", "traps_to_avoid"):
        pieces += _list(deck, outline, name)
    for name in ("their_price", "our_price", "how_to_compare"):
        pieces += _part(outline, name)
    return pieces + _list(deck, outline, "talk_track")


def _part(outline, name, colour=ACCENT):
    part = outline.parts.get(name)
    if not part or not part.blocks:
        return []
    return [[line(part.label, bold=True, colour=colour), *lines(part)]]


def _list(deck, outline, name):
    """Each item is a piece; the heading goes with the first."""
    if name not in outline.lists:
        return []
    listing = outline.lists[name]
    pieces = [_item(deck, entry) for entry in listing.entries]
    return [[line(listing.label, bold=True, colour=ACCENT), *pieces[0]], *pieces[1:]] if pieces else []


def _item(deck, entry):
    written = entry.written
    words = [each for part in written[:1] for each in lines(part, bold=True)]
    words += [each for part in written[1:] for each in lines(part, size=0.92)]
    return [*words, line(deck.mark(entry), colour=QUIET, size=0.8)] if entry.urls else words
