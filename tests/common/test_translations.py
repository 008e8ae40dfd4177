"""The interface's catalogues: complete, and with exactly the placeholders that the code fills in."""

import ast
import re

import pytest
from babel.messages.pofile import read_po

from pmm_workspace.embedded.places import ROOT
from pmm_workspace.embedded.preparing import PACKAGES

CATALOGUES = sorted((ROOT / "locale").glob("*/LC_MESSAGES/django.po"))
PLACEHOLDER = re.compile(r"%\(\w+\)[sdf]|%%|%[sd]|</?\w+[^>]*>")
ENGLISH_ONLY = "%(article)s"
ENOUGH = 0.95
MARKS = {"_"} | {f"{kind}gettext{lazy}" for kind in ("", "n", "p", "np") for lazy in ("", "_lazy")}


def forms(words) -> tuple[str, ...]:
    return (words,) if isinstance(words, str) else tuple(words)


def placeholders(text) -> list[str]:
    return sorted(each for each in PLACEHOLDER.findall(text) if each != ENGLISH_ONLY)


def wrong(message, plurals) -> bool:
    """Whether a translation lacks a plural form, or does not fill in just what its source fills in."""
    source = placeholders(forms(message.id)[-1])
    texts = forms(message.string)
    return len(texts) != (plurals if message.pluralizable else 1) or any(placeholders(each) != source for each in texts)


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.parts[-3])
def test_catalogue_is_complete_and_fills_in_what_its_source_does(path):
    with path.open("rb") as file:
        catalogue = read_po(file, abort_invalid=True)
    messages = [message for message in catalogue if message.id]
    done = [message for message in messages if all(forms(message.string))]
    assert len(done) >= ENOUGH * len(messages)
    assert not [message.id for message in messages if message.fuzzy]
    assert not [message.id for message in done if wrong(message, catalogue.num_plurals)]


def told_within_an_f_string(path):
    """Where words are marked for translation that whoever collects them does not see."""
    for text in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(text, ast.JoinedStr):
            called = (each.func for each in ast.walk(text) if isinstance(each, ast.Call))
            yield from (f"{path}:{name.lineno}" for name in called if getattr(name, "id", "") in MARKS)


def test_all_words_stand_where_they_are_collected():
    files = [path for package in PACKAGES for path in (ROOT / package).rglob("*.py")]
    assert len(files) > 100
    assert [place for path in files for place in told_within_an_f_string(path)] == []
