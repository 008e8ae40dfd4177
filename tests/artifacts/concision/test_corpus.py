"""What the check says of real texts, against what an editor said of them first."""

import tomllib
from collections import Counter
from pathlib import Path

import pytest

from pmm_workspace.artifacts import concision
from pmm_workspace.artifacts.budgets import Budget

CORPUS = Path(__file__).parent / "corpus"
TEXTS = [
    pytest.param(path.stem, text, id=f"{path.stem}: {text['about']}")
    for path in sorted(CORPUS.glob("*.toml"))
    for text in tomllib.loads(path.read_text(encoding="utf-8"))["text"]
]


@pytest.mark.parametrize(("language", "text"), TEXTS)
def test_a_text_gets_the_remarks_that_an_editor_would_make(language, text):
    budget = Budget(**text["budget"]) if "budget" in text else None
    lines = [concision.Line(f"line{at}", words, budget) for at, words in enumerate(text["lines"])]

    agreed = [concision.Avoided(*each) for each in text.get("agreed", [])]

    found = concision.findings(lines, language=language, agreed=agreed)

    assert Counter(each.kind for each in found) == text["expect"], [each.message for each in found]
