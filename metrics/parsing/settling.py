"""What only the whole of a column can tell: how its times and numbers are written. In doubt a person is asked."""

from metrics.parsing import readers, sql
from metrics.parsing.planning import Plan
from metrics.parsing.problems import Unclear
from metrics.parsing.readers import Count, Day, Moment, Money, Rules, Shape

# Where no value proves anything, the plain way is meant.
NOTHING_TO_TELL = {"day_order": "ymd", "decimal_mark": "."}
SPOKEN = f"^{readers.SPOKEN}$"


def settle(db, plan: Plan, rules: Rules, *, is_typed: bool) -> dict[str, Shape]:
    """The shape of each text that holds times or numbers, by its SQL; completes the rules. Raises Unclear.

    `is_typed`: the numbers of this file were numbers before they were text.
    """
    if is_typed:
        rules.decimal_mark = "."
    times, numbers = _texts(plan, (Moment, Day)), _texts(plan, (Money, Count))
    pattern = readers.TYPED_NUMBER if is_typed else readers.PLAIN_NUMBER
    shapes = _shapes_of_times(db, times) | _shapes_of_numbers(db, numbers, pattern)
    if not rules.day_order:
        spoken = [text for text in times if not shapes[text].is_iso]
        rules.day_order = _answer(db, "day_order", spoken, _clue_of_order)
    if not rules.decimal_mark:
        amounts = [text for text in _texts(plan, (Money,)) if shapes[text].has_marks]
        rules.decimal_mark = _answer(db, "decimal_mark", amounts, _clue_of_mark)
    _settle_quantities(db, plan, rules)
    return shapes


def _settle_quantities(db, plan, rules):
    """Whether the amount beside a quantity is that of one or of all; where all are for one nobody has to say."""
    for part in plan.parts:
        quantity = part.column("quantity")
        if quantity is None:
            continue
        if not rules.amount_of and (example := _several(db, part.column("amount").text, quantity.text)):
            raise Unclear("amount_of", example)
        if rules.amount_of == "all":
            quantity.text = sql.text("1")


def _several(db, amount, quantity):
    found = db.execute(f"""
        SELECT concat_ws(' × ', {amount}, {quantity}) FROM staged
        WHERE coalesce(TRY_CAST({quantity} AS DOUBLE) <> 1, {quantity} IS NOT NULL) ORDER BY record LIMIT 1
    """).fetchone()
    return found and found[0][:200]


def _texts(plan, kinds):
    found = (column for part in plan.parts for column in part.columns if isinstance(column.reader, kinds))
    return list(dict.fromkeys(column.text for column in found))


def _counts(db, texts, questions):
    """For each text: how many cells there are, and of how many each question is true."""
    if not texts:
        return {}
    asked = [f"count({text}), " + ", ".join(f"count(*) FILTER ({ask(text)})" for ask in questions) for text in texts]
    row = db.execute(f"SELECT {', '.join(asked)} FROM staged").fetchone()
    size = len(questions) + 1
    return {text: row[at * size : (at + 1) * size] for at, text in enumerate(texts)}


def _shapes_of_times(db, texts):
    def is_iso(text):
        return f"{readers.begins_with_year(text)} AND TRY_CAST({text} AS TIMESTAMPTZ) IS NOT NULL"

    def is_zoned(text):
        return f"{readers.begins_with_year(text)} AND {sql.likely(readers.ZONED, text)}"

    found = {}
    for text, (count, iso, dated, zoned) in _counts(db, texts, (is_iso, readers.begins_with_year, is_zoned)).items():
        found[text] = Shape(is_iso=iso == count, zoned="all" if zoned == dated else "some" if zoned else "none")
    return found


def _shapes_of_numbers(db, texts, pattern):
    def is_plain(text):
        return sql.likely(pattern, text)

    def has_mark(text):
        return f"contains({text}, '.') OR contains({text}, ',')"

    counts = _counts(db, texts, (is_plain, has_mark))
    return {
        text: Shape(is_plain=plain == count, has_marks=marks > 0, number=pattern)
        for text, (count, plain, marks) in counts.items()
    }


def _answer(db, question, texts, clue_of):
    """Proof wins; two proofs that disagree, or a doubt without proof, are for a person."""
    found: dict[str, tuple[int, str]] = {}
    for text in texts:
        for clue, record, example in db.execute(f"""
            SELECT clue, min(record), arg_min(cell, record) FROM (
                SELECT record, {text} AS cell, {clue_of(text)} AS clue FROM staged
            ) WHERE clue IS NOT NULL GROUP BY clue
        """).fetchall():
            found[clue] = min(found.get(clue, (record, example)), (record, example))
    proofs = [clue for clue in found if clue != "?"]
    if len(proofs) == 1:
        return proofs[0]
    if found:
        raise Unclear(question, (found.get("?") or min(found.values()))[1][:200])
    return NOTHING_TO_TELL[question]


def _clue_of_order(text):
    """Which order of day and month this value proves; "?" when both are possible, NULL when neither matters."""
    first, second = (f"TRY_CAST(regexp_extract({text}, '{SPOKEN}', {n}) AS INTEGER)" for n in (1, 2))
    return f"""CASE
        WHEN {readers.begins_with_year(text)} THEN NULL
        WHEN {first} > 12 AND {second} <= 12 THEN 'dmy' WHEN {second} > 12 AND {first} <= 12 THEN 'mdy'
        WHEN {first} <= 12 AND {second} <= 12 THEN '?' END"""


def _clue_of_mark(text):
    """Which decimal mark this amount proves; "?" for "1,234", which may be twelve hundred or one and a bit."""
    digits = readers.bare_number(text)
    marks = f"regexp_replace({digits}, '[^.,]', '', 'g')"
    return f"""CASE
        WHEN {marks} = '' OR NOT regexp_full_match({digits}, '[-+]?[0-9.,]+') THEN NULL
        WHEN contains({marks}, '.') AND contains({marks}, ',') THEN {marks}[-1]
        WHEN length({marks}) > 1 THEN CASE WHEN {marks}[1] = '.' THEN ',' ELSE '.' END
        WHEN regexp_full_match({digits}, '[-+]?[1-9]\\d{{0,2}}[.,]\\d{{3}}') THEN '?'
        ELSE {marks} END"""
