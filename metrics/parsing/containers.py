"""What a file is under its wrapping: gzip and zip are taken off, within limits, until text or Parquet is left."""

import codecs
import gzip
import json
import re
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

from metrics.parsing import limits
from metrics.parsing.problems import Unreadable

OTHER_FORMATS = {
    b"\xd0\xcf\x11\xe0": "old_excel",
    b"%PDF": "pdf",
    b"\x89PNG": "picture",
    b"\xff\xd8\xff": "picture",
    b"GIF8": "picture",
    b"<": "web_page",
}
GZIP, ZIP, PARQUET = b"\x1f\x8b", b"PK\x03\x04", b"PAR1"
CHUNK = 1024 * 1024
DECODE = json.JSONDecoder().raw_decode
DEEPEST = 3
DAMAGED = (OSError, EOFError, zlib.error, zipfile.BadZipFile, NotImplementedError, RuntimeError)
LIST_OF_AN_API = re.compile(r'"(?:data|results|items)"\s*:\s*(?=\[)')
BETWEEN = re.compile(r"[\s,\ufeff]*")
LINE_ENDS = {codecs.BOM_UTF16_LE: b"\n\x00", codecs.BOM_UTF16_BE: b"\x00\n"}


def is_wrapped(start: bytes) -> bool:
    """Whether the beginning alone does not tell what is in it."""
    return start.startswith((GZIP, ZIP, PARQUET))


def refuse_other_formats(start: bytes) -> None:
    start = start.lstrip()
    if not start:
        raise Unreadable("empty")
    for mark, name in OTHER_FORMATS.items():
        if start.startswith(mark):
            raise Unreadable("other_format", format=name)


def unwrapped(path: Path, folder: Path, *, most: int = limits.UNPACKED_BYTES) -> Path:
    """The text or Parquet file inside; of a zip archive, all its members one after the other."""
    for depth in range(DEEPEST):
        start = start_of(path)
        if not start.startswith((GZIP, ZIP)):
            return path
        target = folder / f"unwrapped-{depth}"
        try:
            _unwrap(path, start, target, most)
        except DAMAGED:
            raise Unreadable("damaged_archive") from None
        path = target
    raise Unreadable("damaged_archive")


def start_of(path: Path, size: int = 8) -> bytes:
    with open(path, "rb") as file:
        return file.read(size)


def _unwrap(path, start, target, most):
    with open(target, "wb") as file:
        if start.startswith(GZIP):
            with gzip.open(path) as source:
                _copy(source, file, most)
        else:
            _join(path, file, most)


def _copy(source, file, most):
    while piece := source.read(CHUNK):
        file.write(piece)
        _refuse_more(file.tell(), most)


def _refuse_more(size, most):
    if size > most:
        raise Unreadable("too_large_unpacked", limit=most // 1024**2)


def _join(path, file, most):
    with zipfile.ZipFile(path) as archive:
        members = _members(archive, most)
        header = b""
        for member in members:
            with archive.open(member) as source:
                header = _append(source, file, most, header)


def _members(archive, most):
    """The files in it, by name. What they say of their sizes is believed only to refuse them."""
    names = {info.filename for info in archive.infolist()}
    if "[Content_Types].xml" in names:
        raise Unreadable("other_format", format="excel")
    members = sorted(filter(_is_data, archive.infolist()), key=lambda info: info.filename)
    if not members:
        raise Unreadable("empty")
    if len(members) > limits.MEMBERS:
        raise Unreadable("too_many_members", found=len(members), limit=limits.MEMBERS)
    _refuse_more(sum(info.file_size for info in members), most)
    if any(info.flag_bits & 1 for info in members):
        raise Unreadable("encrypted")
    return members


def _is_data(info):
    name = info.filename
    return not info.is_dir() and not name.startswith("__MACOSX/") and not Path(name).name.startswith(".")


def _append(member, file, most, header):
    """One member after the others; the same header again is left out, another one is refused."""
    source = _opened(member)
    first = source.readline(limits.LINE_BYTES)
    end = LINE_ENDS.get(first[:2], b"\n")
    first += source.read(len(end) - 1 - end.index(b"\n"))  # what is left of the line's end
    said = first.removeprefix(codecs.BOM_UTF8).strip()
    if not header or said[:1] in (b"{", b"["):
        file.write(first)
    elif said and said != header:
        raise Unreadable("several_files")
    _copy(source, file, most)
    if first and not first.startswith(PARQUET):
        file.write(end)
    return header or said


def _opened(member):
    is_gzip = member.read(2) == GZIP
    member.seek(0)
    return gzip.open(member) if is_gzip else member


def is_json(text: str) -> bool:
    return text.lstrip()[:1] in ("{", "[")


def is_document(text: str) -> bool:
    """Whether this is one JSON value over several lines, or one list, rather than a value on each line."""
    text = text.lstrip()
    if text.startswith("["):
        return True
    first = text.partition("\n")[0]
    try:
        value = json.loads(first)
    except (ValueError, RecursionError):
        return first.strip() == "{" or (LIST_OF_AN_API.search(first) is not None and "\n" not in text.strip())
    return isinstance(value, dict) and isinstance(value.get("data"), list)


def write_as_lines(path: Path, target: Path) -> int:
    """Lists of JSON values, bare or inside an API's answers, as one value a line; how many there were."""
    count = 0
    with open(path, encoding="utf-8") as source, open(target, "w", encoding="utf-8") as file:
        for text in elements(iter(lambda: source.read(CHUNK), "")):
            file.write(text.replace("\n", " ") + "\n")
            count += 1
    return count


def elements(pieces: Iterator[str]) -> Iterator[str]:
    """The text of each value of a list, or of several lists one after the other, while it is read."""
    rest = _Rest(pieces)
    while rest.next_sign():
        rest.go_into_list()
        while rest.next_sign() != "]":
            yield rest.value()
        rest.leave_list()


class _Rest:
    """What is not read yet of a text that comes in pieces."""

    def __init__(self, pieces: Iterator[str]):
        self.pieces, self.text, self.at = pieces, next(pieces, ""), 0

    def next_sign(self) -> str:
        """The first one that is no space and stands between no values; '' at the end."""
        self.at = BETWEEN.match(self.text, self.at).end()
        while self.at == len(self.text) and self._grow():
            self.at = BETWEEN.match(self.text, self.at).end()
        return self.text[self.at : self.at + 1]

    def _grow(self):
        more = next(self.pieces, "") if len(self.text) - self.at <= 16 * CHUNK else ""
        self.text, self.at = self.text[self.at :] + more, 0
        return bool(more)

    def value(self) -> str:
        while True:
            try:
                end = DECODE(self.text, self.at)[1]
            except (ValueError, RecursionError):
                if not self._grow():
                    raise Unreadable("not_json") from None
                continue
            found, self.at = self.text[self.at : end], end
            return found

    def go_into_list(self) -> None:
        """A bare one, or that of an API's answer."""
        if self.next_sign() == "{":
            found = LIST_OF_AN_API.search(self.text, self.at)
            if not found and self._grow():
                found = LIST_OF_AN_API.search(self.text, self.at)
            self.at = found.end() if found else self.at
        if self.next_sign() != "[":
            raise Unreadable("not_json")
        self.at += 1

    def leave_list(self) -> None:
        """And whatever else there is in the answer."""
        self.at += 1
        while (sign := self.next_sign()) in ('"', "}"):
            if sign == "}":
                self.at += 1
            else:
                self._pass_member()

    def _pass_member(self):
        self.value()
        if self.next_sign() != ":":
            raise Unreadable("not_json")
        self.at += 1
        self.next_sign()
        self.value()


def first_values(text: str, most: int) -> list[dict]:
    """The first JSON objects of a text that may be cut off anywhere."""
    found = []
    for line in _values_of(text):
        try:
            value = json.loads(line)
        except (ValueError, RecursionError):
            continue
        if isinstance(value, dict):
            found.append(value)
        if len(found) == most:
            break
    return found


def _values_of(text):
    if not is_document(text):
        yield from text.splitlines()
        return
    try:
        yield from elements(iter([text]))
    except Unreadable:
        return
