"""How long a text takes to say."""

from pmm_workspace.artifacts import budgets

WORDS_A_MINUTE = {"en": 228, "ru": 184, "zh": 255}
MOST_SECONDS = 20


def seconds(text: str, language: str) -> float:
    """Seconds to read a text aloud.

    The rates are the means of adults who read prose aloud in their own language: words a minute in English and Russian,
    characters a minute in Chinese. S. Trauzettel-Klosinski, K. Dietz: Standardized Assessment of Reading Performance:
    The New International Reading Speed Texts IReST. Investigative Ophthalmology & Visual Science 53 (2012), 5452–5461,
    doi:10.1167/iovs.11-8284. They read fluently; a seller who thinks while speaking takes longer.
    """
    return budgets.words(text) * 60 / WORDS_A_MINUTE[language]
