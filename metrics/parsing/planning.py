"""Which pieces of a file are needed, and how our columns are made of them."""

from dataclasses import dataclass, field

from metrics.parsing import sources, sql
from metrics.parsing.sources import plain
from metrics.parsing.sources.preset import REQUIRED, Computed, Headings, Part, Source
from metrics.parsing.tables import TABLES

KEY_SEPARATOR = "\x1f"
# Only read to make another column of the table.
HELPERS = {"subscriptions": ("quantity",), "events": ("key",), "payments": ("disputed",)}
NO_CURRENCY = "coalesce('')"
NOTHING = "CAST(NULL AS VARCHAR)"


@dataclass
class Pieces:
    """The places in a file that are read, each once. A piece is a column of the staged rows.

    `cells` are positions in a table or paths in JSON; `inside` are paths within a cell of JSON text.
    """

    headings: list[str]
    is_json: bool
    cells: dict[int | str, str] = field(default_factory=dict)
    inside: dict[tuple[int, tuple[str, ...]], str] = field(default_factory=dict)

    def __post_init__(self):
        self.found = Headings(self.headings)

    @property
    def names(self) -> list[str]:
        return [*self.cells.values(), *self.inside.values()]

    def given_in(self, texts: str) -> str:
        """SQL for the records of staged texts, trimmed and NULL where nothing was given."""
        given = ", ".join(f"given({name}) AS {name}" for name in self.names)
        return f"SELECT record, fault, strange, leave, {given} FROM {texts}"

    def at(self, position: int) -> str:
        """The piece at a position, as a person has chosen it."""
        return self._cell(self.headings[position] if self.is_json else position)

    def named(self, heading: str) -> str | None:
        """The piece of that name, None when the file has none. JSON may have it later than we have looked."""
        place = self.found.place(heading)
        if place is not None:
            return self.at(place)
        if self.is_json:
            return self._cell(heading) if heading and "(*)" not in heading and " " not in heading else None
        return self._inside(heading)

    def _cell(self, where):
        return self.cells.setdefault(where, f"c{len(self.cells)}")

    def _inside(self, heading):
        root, *keys = heading.split(".")
        place = self.found.place(root) if keys else None
        if place is None:
            return None
        return self.inside.setdefault((place, tuple(keys)), f"i{len(self.inside)}")


@dataclass
class Column:
    """One of our columns: the text it is read from, and how."""

    name: str
    text: str  # SQL over the pieces
    reader: object
    is_required: bool


@dataclass
class PartPlan:
    """What one table takes from each row."""

    preset: str
    part: Part
    columns: list[Column]
    when: str  # SQL: whether a row belongs to it
    currency: str  # SQL

    @property
    def table(self) -> str:
        return self.part.table

    @property
    def has_currency(self) -> bool:
        return self.currency != NO_CURRENCY

    def column(self, name: str) -> Column | None:
        return next((column for column in self.columns if column.name == name), None)


@dataclass
class Plan:
    source: Source
    pieces: Pieces
    parts: list[PartPlan]
    leave: str  # SQL: the reason why a row is left out, or NULL


def plan(job: dict) -> Plan:
    """How the file of a job becomes our tables."""
    pieces = Pieces(job["headings"], job["is_json"])
    source = sources.SOURCES.get(job["preset"]) or plain.source(job["kind"], job["mapping"])
    parts = [_part(source, part, pieces) for part in source.parts]
    return Plan(source, pieces, parts, _leave(source, pieces))


def _part(source, part, pieces):
    is_plain = source.name == sources.PLAIN
    required = plain.required(part.table) if is_plain else REQUIRED[part.table]
    text = {name: _text(spec, pieces, is_plain) for name, spec in part.columns.items()}
    text = {name: found for name, found in text.items() if found}
    columns = [
        Column(name, _or_constant(part, name, text), part.reader(name), name in required)
        for name in (*TABLES[part.table], *HELPERS.get(part.table, ()))
        if name in text or name in part.constants or name in required
    ]
    if key := _key(part, pieces):
        columns.append(Column("key", key, part.reader("key"), False))
    if part.table in ("events", "people"):
        _name_whoever_is_known(columns)
    return PartPlan(source.name, part, columns, _when(part, pieces), _currency(part, pieces, text))


def _text(spec, pieces, is_plain):
    if is_plain:
        return pieces.at(int(spec))
    if isinstance(spec, Computed):
        found = [pieces.named(heading) for heading in spec.headings]
        return spec.sql.format(*(piece or NOTHING for piece in found)) if any(found) else None
    names = (spec,) if isinstance(spec, str) else spec
    found = list(dict.fromkeys(filter(None, map(pieces.named, names))))
    return f"coalesce({', '.join(found)})" if len(found) > 1 else (found or [None])[0]


def _or_constant(part, name, text):
    constant = part.constants.get(name)
    if constant is None:
        return text.get(name, NOTHING)
    return f"coalesce({text[name]}, {sql.text(constant)})" if name in text else sql.text(constant)


def _name_whoever_is_known(columns):
    """Without a known id the anonymous one names the person."""
    person = next(column for column in columns if column.name == "person")
    other = next((column for column in columns if column.name == "anonymous"), None)
    if other:
        known = person.text
        person.text = f"coalesce({known}, {other.text})"
        other.text = f"CASE WHEN {known} <> {other.text} THEN {other.text} END"


def _key(part, pieces):
    keys = [[pieces.named(heading) for heading in names] for names in part.keys]
    joined = f" || {sql.text(KEY_SEPARATOR)} || "
    found = [joined.join(names) for names in keys if all(names)]
    return f"coalesce({', '.join(found)})" if found else None


def _when(part, pieces):
    if part.when is None:
        return "true"
    heading, words = part.when
    piece = pieces.named(heading)
    known = ", ".join(map(sql.text, words))
    return f"(lower(coalesce({piece}, '')) IN ({known}))" if piece else "true"


def _currency(part, pieces, text):
    """The code of a cell, of a heading or of the platform; '' is the workspace's."""
    codes = [f"upper({text['currency']})"] if "currency" in text else []
    spec = part.columns.get("amount", ())
    names = (spec,) if isinstance(spec, str) else getattr(spec, "headings", spec)
    in_heading = next(filter(None, map(pieces.found.currency, names)), part.constants.get("currency", ""))
    return f"coalesce({', '.join([*codes, sql.text(in_heading)])})"


def _leave(source, pieces):
    cases = []
    for leave in source.leave:
        if piece := _text(leave.heading, pieces, False):
            words = ", ".join(map(sql.text, leave.words))
            is_one = f"lower({piece}) IN ({words})" if words else f"{piece} IS NULL"
            cases.append(f"WHEN {is_one} THEN {sql.text(leave.reason)}")
    return f"CASE {' '.join(cases)} END" if cases else NOTHING
