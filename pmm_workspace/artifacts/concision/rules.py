"""The rules that look at one line. Each takes a Text and gives findings."""

import re
from bisect import bisect

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from pmm_workspace.artifacts import budgets
from pmm_workspace.artifacts.concision.aloud import MOST_SECONDS, seconds
from pmm_workspace.artifacts.concision.findings import Finding
from pmm_workspace.artifacts.concision.wordlists import Span

BOASTS = re.compile(r"100\s?[%％]|[#№]\s?1(?!\d)|\b24/7\b")
FIGURE = re.compile(r"\d")
ASKED = ("?", "？")
INNER_STOP = re.compile(r"[;:](?=\s)")
SHOWN = 4  # words that a message quotes


def budget(text):
    allowed = text.line.budget
    for unit, (used, limit) in (allowed.excess(text.line.text) if allowed else {}).items():
        start = _where_over(text.line.text, unit, limit)
        yield _finding(text, start, len(text.line.text), "budget", _over(text, unit, used, limit))


def _where_over(text, unit, limit):
    """Where the first word or sentence too many begins."""
    words = list(budgets.WORDS.finditer(text))
    if unit == "words":
        return words[limit].start()
    ends = [match.start() for match in budgets.SENTENCE_END.finditer(text)]
    # The words of each sentence lie between two ends, so the first word of each has another number of ends before it.
    numbers = [bisect(ends, word.start()) for word in words]
    firsts = [word.start() for at, word in enumerate(words) if not at or numbers[at] != numbers[at - 1]]
    return firsts[limit]


def _over(text, unit, used, limit):
    values = {"used": used, "limit": limit, "over": used - limit}
    if unit == "sentences":
        return _("%(used)d sentences where %(limit)d fit: cut or join %(over)d.") % values
    if text.language == "zh":
        return _("%(used)d characters where %(limit)d fit: cut %(over)d.") % values
    return _("%(used)d words where %(limit)d fit: cut %(over)d.") % values


def long_sentences(text):
    most_words, most_clauses = text.lists.raw["most_words"], text.lists.raw["most_clauses"]
    for sentence in text.sentences:
        held = clauses(sentence)
        if sentence.words > most_words or held > most_clauses:
            message = _too_many_words(text, sentence.words) or _too_many_clauses(held, most_clauses)
            yield _finding(text, sentence.start, sentence.end, "sentence", message)


def clauses(sentence) -> int:
    """Clauses by what opens one; in Chinese, by the marks between them."""
    if sentence.lists.language == "zh":
        return 1 + len([found for found in sentence.find("clause_words") if found.end < len(sentence.text)])
    opened = [found for found in sentence.find("clause_words") if _opens_a_clause(sentence.text, found)]
    return 1 + len(opened) + len(INNER_STOP.findall(sentence.text))


def _opens_a_clause(text, found):
    """“Who is late?” and “who, when and why” are no clauses of their own."""
    asks = found.start == 0 and text.endswith(ASKED)
    return not asks and text[found.end : found.end + 1] not in (",", "?", ".", "")


def _too_many_words(text, words):
    most = text.lists.raw["most_words"]
    if words <= most:
        return ""
    values = {"words": words, "most": most}
    if text.language == "zh":
        return _("%(words)d characters in one sentence; up to %(most)d are easy to follow. Make two of it.") % values
    return _("%(words)d words in one sentence; up to %(most)d are easy to follow. Make two of it.") % values


def _too_many_clauses(held, most):
    values = {"clauses": held, "most": most}
    return _("%(clauses)d clauses in one sentence; up to %(most)d are easy to follow. Make two of it.") % values


def superlatives(text):
    if _is_proved(text):
        return
    boasts = [Span(*match.span(), match[0]) for match in BOASTS.finditer(text.prose)]
    for found in _not_plain(text, [*text.find("superlatives"), *boasts]):
        yield _big_word(text, found, _("“%(word)s” asks for proof: no figure, source or link stands beside it."))
    for found in _not_plain(text, text.find("absolutes")):
        yield _big_word(text, found, _("“%(word)s” allows no exception: prove it here, or say what is usual."))


def _not_plain(text, found):
    plain = text.find("plain")
    return [each for each in found if not each.is_within(plain)]


def _big_word(text, found, message):
    words = {"word": text.line.text[found.start : found.end]}
    return _finding(text, found.start, found.end, "superlative", message % words)


def _is_proved(text):
    return text.has_link or bool(FIGURE.search(BOASTS.sub("", text.prose))) or bool(text.find("proofs"))


def features(text):
    have, change = text.find("features"), {each.phrase for each in text.find("outcomes") + text.find("claims")}
    words = {each.phrase: text.line.text[each.start : each.end] for each in have}
    if len(words) >= 2 and len(words) > len(change):
        values = {"words": ", ".join(list(words.values())[:SHOWN]), "have": len(words), "change": len(change)}
        yield _finding(text, have[0].start, have[-1].end, "features", _having(len(change)) % values)


def _having(change):
    if not change:
        return _("It lists what the product has (%(words)s) and never what changes for the customer.")
    return ngettext(
        "%(have)d words for what the product has (%(words)s), %(change)d for what changes for the customer.",
        "%(have)d words for what the product has (%(words)s), %(change)d for what changes for the customer.",
        change,
    )


def negations(text):
    for sentence in text.sentences:
        affirmed = sentence.find("affirmations")
        found = [each for each in sentence.find("negations") if not each.is_within(affirmed)]
        doubled = next((each for each in sentence.by_stretch(found) if len(each) > 1), None)
        if doubled:
            start, end = sentence.start + doubled[0].start, sentence.start + doubled[-1].end
            words = {
                "first": sentence.text[doubled[0].start : doubled[0].end],
                "second": sentence.text[doubled[1].start : doubled[1].end],
            }
            message = _("Two negations in one breath, “%(first)s” and “%(second)s”: say what is so.")
            yield _finding(text, start, end, "negation", message % words)


def claims(text):
    for sentence in text.sentences:
        made = [each[0] for each in sentence.by_stretch(sentence.find("claims")) if each]
        if len(made) > 1:
            words = [sentence.text[each.start : each.end] for each in made]
            values = {"count": len(made), "words": ", ".join(words[:SHOWN])}
            message = _("%(count)d claims in one sentence (%(words)s); a listener keeps one.")
            yield _finding(text, sentence.start, sentence.end, "claims", message % values)


def aloud(text):
    taken = seconds(text.prose, text.language)
    if taken > MOST_SECONDS:
        message = _("Takes %(taken)d seconds to say; after %(most)d a listener waits for the end.")
        values = {"taken": round(taken), "most": MOST_SECONDS}
        yield _finding(text, 0, len(text.line.text), "aloud", message % values)


def _finding(text, start, end, kind, message):
    return Finding(text.line.path, start, end, kind, message)


RULES = (budget, long_sentences, superlatives, features, negations, claims, aloud)
