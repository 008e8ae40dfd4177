"""The check for concision over a long messaging house, in each language; it is asked again after every save."""

import statistics
import time

from messaging.models import MessagingHouse
from pmm_workspace.artifacts import concision, document

RUNS, LINES = 100, 60
TEXTS = {
    "en": "Lines are matched every hour, all month. On day {0} your team looks at the {0} lines that need a decision.",
    "ru": "Строки сверяются каждый час, весь месяц. На день {0} команда смотрит {0} строк, где нужно решение.",
    "zh-hans": "全月每小时核对一次。第{0}天，团队只看需要决定的{0}行。",
}


def main():
    for language in TEXTS:
        house = house_in(language)
        concision.of_document(house)  # dictionaries are read once in a process
        times = sorted(_took(house) for _run in range(RUNS))
        print(f"  {language:8} p50 {statistics.median(times):5.1f} ms  p95 {times[RUNS * 95 // 100]:5.1f} ms")


def house_in(language):
    """Thirty pillars with two lines each."""
    text = TEXTS[language]
    pillars = [
        {"key": f"k{at}", "title": text.format(at).split(".")[0], "message": text.format(at)}
        for at in range(LINES // 2)
    ]
    return document.parse(MessagingHouse, {"fields": {"language": language}, "lists": {"pillars": pillars}})


def _took(house):
    began = time.perf_counter()
    concision.of_document(house)
    return (time.perf_counter() - began) * 1000
