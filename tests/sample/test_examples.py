"""What a workspace begins with is written as its language is."""

import json
import re

import pytest

from pmm_workspace.artifacts import kinds
from pmm_workspace.sample import content

SPACED = re.compile(r"\d[ \u00a0\u202f]%")


@pytest.mark.parametrize("kind", [kind for kind in kinds.kinds() if kind.example], ids=lambda kind: kind.__name__)
def test_an_english_example_writes_a_percentage_without_a_space(kind):
    assert not SPACED.findall(json.dumps(kind.example, ensure_ascii=False, default=str))


def test_the_english_texts_of_the_sample_write_a_percentage_without_a_space():
    assert not [story.title for story in content.STORIES if story.language == "en" and SPACED.search(repr(story))]
