"""The words of a text as search knows them: English by stem, Russian by lemma, Chinese by characters and pairs of them.

PostgreSQL's own parsers take a Chinese sentence for one word and miss Russian's fleeting vowels (продавец, продавцов),
so the words are made here, once for the index, the question and the marks in an excerpt.
"""

import re
import unicodedata
from functools import cache, lru_cache
from typing import NamedTuple

import pymorphy3
import snowballstemmer

HAN = "㐀-䶿一-鿿豈-﫿"
TOKENS = re.compile(rf"([{HAN}]+)|(?:(?![{HAN}])[^\W_]|(?<=[^\W_])['’](?=[^\W_]))+")
IS_HAN = 1  # the group that tells
CYRILLIC = re.compile("[а-яё]")
POSSESSIVE = re.compile(r"['’]s$")
MARKS = re.compile(r"[\u0300-\u036f]")
LONGEST = 60  # letters of a word; what is longer is a key or an accident

# Too frequent to tell anything, so a question does without them.
LITTLE = """
a an and are as at be by can do does for from has have how i if in into is it its me my no not of on or our so
that the their them then there they this to us was we what when where which who why will with you your
а без бы был быть в вам вас во вот все вы где да для до его ее если есть же за и из или их к как ко когда кто
ли мне мы на над нам нас не нет но о об он она они от по при с со так то только у что чтобы это я
的 了 是 在 和 与 及 吗 呢 我 你 他 她 们 我们 你们 他们 这 那 什么 怎么 怎样 如何 为什么 哪些 一个
"""
SAYS_LITTLE = frozenset(LITTLE.split())


class Token(NamedTuple):
    """A word where it stands, as it is written and as it is looked up."""

    start: int
    end: int
    text: str
    lexemes: tuple[str, ...]

    @property
    def is_han(self):
        return is_han(self.text)


def is_han(text) -> bool:
    return bool(re.match(f"[{HAN}]", text))


def tokens(text: str) -> list[Token]:
    """Every word of a text; of Chinese, every character and every pair."""
    found = []
    for match in TOKENS.finditer(text):
        if match[IS_HAN]:
            found += _characters(match[0], match.start())
        else:
            found.append(_word(match))
    return found


def asked(text: str) -> list[Token]:
    """The words of a question: of Chinese only the pairs, unless a character stands alone."""
    found = [each for match in TOKENS.finditer(text) for each in _asked(match)]
    telling = [each for each in found if each.text not in SAYS_LITTLE]
    return list({each.text: each for each in telling or found}.values())


def _asked(match):
    if not match[IS_HAN]:
        return [_word(match)]
    found = _characters(match[0], match.start())
    return [each for each in found if len(each.text) == 2] or found


def _word(match):
    return Token(match.start(), match.end(), *_looked_up(match[0]))


@lru_cache(maxsize=100_000)
def _looked_up(written):
    text = plain(written)
    return text, forms(text)


def _characters(run, at):
    ones = [Token(at + n, at + n + 1, each, (each,)) for n, each in enumerate(run)]
    twos = [Token(at + n, at + n + 2, run[n : n + 2], (run[n : n + 2],)) for n in range(len(run) - 1)]
    return [*ones, *twos]


def plain(word: str) -> str:
    """Without case, accents, ё and the possessive."""
    word = unicodedata.normalize("NFKC", word).casefold()[:LONGEST].replace("ё", "е")
    if CYRILLIC.search(word):
        return word
    word = POSSESSIVE.sub("", word)
    return MARKS.sub("", unicodedata.normalize("NFKD", word)).replace("'", "").replace("’", "")


def forms(word: str) -> tuple[str, ...]:
    """The word itself first, then what all its inflections share."""
    if CYRILLIC.search(word):
        return tuple(dict.fromkeys([word, *_lemmas(word)]))
    return tuple(dict.fromkeys([word, _english().stemWord(word)]))


def _lemmas(word):
    """A form may belong to several words: the likely ones all count."""
    parsed = _russian().parse(word)[:4]
    likely = [each for each in parsed if each.score >= parsed[0].score / 4]
    return [each.normal_form.replace("ё", "е") for each in likely]


@cache
def _russian():
    """The dictionary takes 30 MB and a tenth of a second, so it waits for the first Russian word."""
    return pymorphy3.MorphAnalyzer(lang="ru")


@cache
def _english():
    return snowballstemmer.stemmer("english")
