"""What a file is under its wrapping: gzip and zip are taken off, within limits, until text or Parquet is left."""

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
    b"\xd0\xcf\x11\xe0": "an old Excel workbook",
    b"%PDF": "a PDF",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"GIF8": "a picture",
    b"<": "a web page or XML",
}
GZIP, ZIP, PARQUET = b"\x1f\x8b", b"PK\x03\x04", b"PAR1"
CHUNK = 1024 * 1024
DEEPEST = 3
DAMAGED = (OSError, EOFError, zlib.error, zipfile.BadZipFile, NotImplementedError, RuntimeError)
LIST_OF_AN_API = re.compile(r'"(?:data|results|items)"\s*:\s*(?=\[)')
BETWEEN = re.compile(r"[\s,]*")


def is_wrapped(start: bytes) -> bool:
    """Whether the beginning alone does not tell what is in it."""
    return start.startswith((GZIP, ZIP, PARQUET))


def refuse_other_formats(start: bytes) -> None:
    if not start.strip():
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
        for number, member in enumerate(members):
            with archive.open(member) as source:
                header = _append(source, file, most, header, is_first=number == 0)


def _members(archive, most):
    """The files in it, by name. What they say of their sizes is believed only to refuse them."""
    names = {info.filename for info in archive.infolist()}
    if "[Content_Types].xml" in names:
        raise Unreadable("other_format", format="an Excel workbook")
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


def _append(member, file, most, header, *, is_first):
    """One member after the others; the same header again is left out, another one is refused."""
    source = _opened(member)
    first = source.readline(limits.LINE_BYTES)
    if is_first or first.lstrip()[:1] == b"{":
        file.write(first)
    elif first.strip() and first.strip() != header.strip():
        raise Unreadable("several_files")
    _copy(source, file, most)
    if first and not first.startswith(PARQUET):
        file.write(b"\n")
    return header or first


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
    """A list of JSON values, bare or inside an API's answer, as one value a line; how many there were."""
    count = 0
    with open(path, encoding="utf-8") as source, open(target, "w", encoding="utf-8") as file:
        for text in elements(iter(lambda: source.read(CHUNK), "")):
            file.write(text.replace("\n", " ") + "\n")
            count += 1
    return count


def elements(pieces: Iterator[str]) -> Iterator[str]:
    """The text of each value of a list, while it is read."""
    decode, rest = json.JSONDecoder().raw_decode, next(pieces, "")
    at = _beginning(rest)
    while True:
        at = BETWEEN.match(rest, at).end()
        if rest[at : at + 1] == "]":
            return
        try:
            end = decode(rest, at)[1]
        except (ValueError, RecursionError):
            more = next(pieces, "")
            if not more or len(rest) - at > 16 * CHUNK:
                raise Unreadable("not_json") from None
            rest, at = rest[at:] + more, 0
            continue
        yield rest[at:end]
        at = end


def _beginning(text):
    at = len(text) - len(text.lstrip())
    if text[at : at + 1] != "[":
        found = LIST_OF_AN_API.search(text)
        if not found:
            raise Unreadable("not_json")
        at = found.end()
    return at + 1


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
