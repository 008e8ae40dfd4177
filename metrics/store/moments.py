"""Names for the moments of a publication at which a worker may be lost; whoever wants to know is told."""

from collections.abc import Callable

IDENTITY, BETWEEN_FILES, FILES, PUBLISHING, BEFORE_COMMIT, COMMITTED = MOMENTS = (
    "identity",
    "between files",
    "files",
    "publishing",
    "before commit",
    "committed",
)
watchers: list[Callable[[str], None]] = []


def passed(moment: str) -> None:
    for watch in watchers:
        watch(moment)
