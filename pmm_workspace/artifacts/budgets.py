"""How long a text may be: words or sentences against the budget that a kind declares."""

import re
from dataclasses import dataclass

WORDS = re.compile(r"[\u3400-\u9fff]|[^\W_](?:[^\W_]|['’.,\-](?=[^\W_]))*")
SENTENCE_END = re.compile(r"[.!?…]+(?=\s|$|[\"”»)])|[。！？]+")


def words(text: str) -> int:
    """Words as a reader counts them; each Chinese character counts as one."""
    return len(WORDS.findall(text))


def sentences(text: str) -> int:
    """Sentences, an unfinished last one included; 0 for no words."""
    parts = [part for part in SENTENCE_END.split(text) if WORDS.search(part)]
    return len(parts)


@dataclass(frozen=True)
class Budget:
    """At most so many words and so many sentences; None is no limit."""

    words: int | None = None
    sentences: int | None = None

    def excess(self, text: str) -> dict[str, tuple[int, int]]:
        """{unit: (used, allowed)} for each unit that is over."""
        used = {"words": words(text), "sentences": sentences(text)}
        allowed = {"words": self.words, "sentences": self.sentences}
        return {
            unit: (used[unit], limit) for unit, limit in allowed.items() if limit is not None and used[unit] > limit
        }
