"""Which encoding a file is written in, and the file as UTF-8 with plain line ends."""

import codecs
import re
from dataclasses import dataclass
from pathlib import Path

from metrics.parsing.problems import Unreadable

ENCODINGS = {
    "utf-8": "UTF-8",
    "utf-8-sig": "UTF-8 with a mark",
    "utf-16": "UTF-16",
    "utf-16-le": "UTF-16, little end first",
    "utf-16-be": "UTF-16, big end first",
    "cp1252": "Western European (Windows-1252)",
    "cp1251": "Cyrillic (Windows-1251)",
    "gb18030": "Chinese (GB 18030)",
}
BYTE_ORDER_MARKS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
BAD_BYTE = "\ufdd0"  # stands where bytes were no text: no character has this number
SEPARATOR = "\x01"  # never in a clean text, so that a line is always one cell
CHUNK = 1024 * 1024
ODD_SPACES = "\t\u00a0\u202f\u3000\ufeff"
WORDS = re.compile(rb"[\x80-\xff]+")

codecs.register_error("mark", lambda error: (BAD_BYTE * (error.end - error.start), error.end))


@dataclass
class Clean:
    """A text as it was written down again, and what had to be counted on the way."""

    path: Path
    encoding: str
    lines: int = 0
    quotes: int = 0
    bad: int = 0
    zeros: int = 0
    others: int = 0  # characters beyond ASCII
    has_spaces: bool = False
    is_spaced: bool = False  # by more than plain spaces

    @property
    def is_strange(self) -> bool:
        """Whether some cell holds what is no text."""
        return bool(self.bad or self.zeros)

    @property
    def is_doubtful(self) -> bool:
        """Whether so many bytes were no text that it is probably another encoding."""
        return self.bad > (self.others - self.bad) // 4


def guess(start: bytes) -> str:
    """By its mark; else UTF-16 when every second byte is zero; else UTF-8 when it is valid; else by its words."""
    for mark, encoding in BYTE_ORDER_MARKS.items():
        if start.startswith(mark):
            return encoding
    if start.count(0) > len(start) // 4:
        return "utf-16-le" if start[1::2].count(0) > start[::2].count(0) else "utf-16-be"
    return "utf-8" if _is_mostly_utf8(start) else _by_words(start)


def _is_mostly_utf8(content):
    """Real characters of several bytes outnumber the bytes that fit nowhere."""
    if content.isascii():
        return True
    text = codecs.getincrementaldecoder("utf-8")("replace").decode(content)
    return text.count("\ufffd") <= sum(1 for sign in text if sign > "\x7f" and sign != "\ufffd") // 4


def _by_words(content):
    """Western words have one strange letter at a time, Russian ones consist of them, Chinese ones come in pairs."""
    words = WORDS.findall(content)
    strange = b"".join(words)
    if len(strange) < 2 * len(words):
        return "cp1252"
    letters = sum(byte >= 0xC0 or byte in (0xA8, 0xB8) for byte in strange)
    if letters >= 0.9 * len(strange):
        return "cp1251"
    pairs = sum(len(word) % 2 == 0 for word in words)
    return "gb18030" if pairs >= 0.9 * len(words) else "cp1252"


def clean(path: Path, target: Path, encoding: str = "", tell=lambda lines: None) -> Clean:
    """The text as UTF-8. Without an encoding the whole file decides: a strange letter may come late."""
    if not encoding.startswith("utf-16") and (found := _clean_already(path, encoding or "utf-8", tell)):
        return found
    if encoding:
        return _written(path, target, encoding, tell)
    with open(path, "rb") as file:
        encoding = guess(file.read(CHUNK))
    found = _written(path, target, encoding, tell)
    if encoding == "utf-8" and found.is_doubtful:
        return _written(path, target, _by_words(_strange_lines(path)), tell)
    return found


def _clean_already(path, encoding, tell):
    """Most exports need no second writing: plain ASCII, a line feed after each line, nothing that is no text."""
    found, chunk = Clean(path, encoding), b"\n"
    with open(path, "rb") as file:
        while piece := file.read(CHUNK):
            chunk = piece
            if not chunk.isascii() or any(sign in chunk for sign in (b"\r", b"\x00", SEPARATOR.encode())):
                return None
            if b"\\" in chunk and b"\\u0000" in chunk:
                return None
            found.lines += chunk.count(b"\n")
            found.quotes += chunk.count(b'"') if b'"' in chunk else 0
            found.has_spaces = found.has_spaces or b" " in chunk
            found.is_spaced = found.is_spaced or b"\t" in chunk
            tell(found.lines)
    found.lines += not chunk.endswith(b"\n")
    return found


def _written(path, target, encoding, tell):
    found, last = Clean(target, encoding), ""
    with (
        open(path, encoding=encoding, errors="mark", newline=None) as source,
        open(target, "w", encoding="utf-8", errors="replace", newline="\n") as file,
    ):
        try:
            while piece := source.read(CHUNK):
                file.write(_counted(found, piece))
                tell(found.lines)
                last = piece
        except UnicodeError:
            raise Unreadable("not_text") from None
        if last and not last.endswith("\n"):
            file.write("\n")
            found.lines += 1
    return found


def _counted(found, piece):
    found.lines += piece.count("\n")
    found.quotes += piece.count('"')
    found.zeros += piece.count("\x00") + piece.count("\\u0000")
    found.has_spaces = found.has_spaces or " " in piece
    found.is_spaced = found.is_spaced or any(space in piece for space in ODD_SPACES)
    if not piece.isascii():
        found.bad += piece.count(BAD_BYTE)
        found.others += sum(map(len, re.findall(r"[^\x00-\x7f]+", piece)))
    return piece.replace(SEPARATOR, "\ufffd") if SEPARATOR in piece else piece


def _strange_lines(path, enough=CHUNK):
    """The lines with something beyond ASCII, as far as they are needed to tell the encoding."""
    found, size = [], 0
    with open(path, "rb") as file:
        for line in file:
            if not line.isascii():
                found.append(line)
                size += len(line)
                if size > enough:
                    break
    return b"".join(found)
