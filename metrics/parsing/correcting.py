"""What a person has corrected in a file takes the place of its lines before any of them is read."""

import csv
import io

from metrics.parsing import encodings
from metrics.parsing.encodings import Clean


def correct(clean: Clean, corrections: dict[str, list[str]], delimiter: str) -> None:
    """Write the text once more, with as many lines. `corrections` are the cells of a record by its first line.

    Without a delimiter a record is a line of JSON.
    """
    if not corrections:
        return
    texts = {int(line): _text(cells, delimiter) for line, cells in corrections.items()}
    target = clean.path.with_name("corrected")
    with open(clean.path, encoding="utf-8", newline="\n") as source, open(target, "w", encoding="utf-8") as file:
        file.writelines(_lines(source, texts, is_json=not delimiter))
    clean.path = target
    clean.quotes += sum(text.count('"') for text in texts.values())
    clean.has_spaces = clean.has_spaces or any(" " in text for text in texts.values())
    clean.is_spaced = clean.is_spaced or any(space in text for text in texts.values() for space in encodings.ODD_SPACES)


def _text(cells, delimiter):
    cells = [" ".join(cell.replace(encodings.SEPARATOR, "\ufffd").splitlines()) for cell in cells]
    if not delimiter:
        return cells[0]
    line = io.StringIO()
    csv.writer(line, delimiter=delimiter, lineterminator="").writerow(cells)
    return line.getvalue()


def _lines(source, texts, *, is_json):
    """The rest of a corrected record that went over several lines is left blank."""
    is_inside = False
    for number, line in enumerate(source, start=1):
        is_odd = not is_json and line.count('"') % 2 == 1
        if number in texts:
            is_inside = is_odd
            yield texts[number] + "\n"
        elif is_inside:
            is_inside = not is_odd
            yield "\n"
        else:
            yield line
