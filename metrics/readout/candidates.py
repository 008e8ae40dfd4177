"""Events that could mean activation, the most telling first: how many do it, and how much rather they come back."""

from dataclasses import dataclass
from decimal import Decimal

from metrics.definitions.catalog import value
from metrics.recalculation.candidates import Counted

FEW = 30  # on either side: below this many the difference says nothing
MOST = 20


@dataclass(frozen=True)
class Candidate:
    """An event done at least so many times: who did and did not do it, and who of them came back."""

    event: str
    times: int
    did: int
    did_kept: int
    others: int
    others_kept: int

    @property
    def reach(self) -> Decimal | None:
        return value(self.did, self.did + self.others)

    @property
    def did_share(self) -> Decimal | None:
        return value(self.did_kept, self.did)

    @property
    def others_share(self) -> Decimal | None:
        return value(self.others_kept, self.others)

    @property
    def is_too_few(self) -> bool:
        return min(self.did, self.others) < FEW

    @property
    def lift(self) -> Decimal | None:
        """The share that came back of those who did it, less that of the others; None where they are too few."""
        if self.is_too_few:
            return None
        return self.did_share - self.others_share

    @property
    def score(self) -> Decimal | None:
        return None if self.lift is None else self.reach * self.lift


def ranked(counted: Counted) -> list[Candidate]:
    """By reach × lift; those of whom too little is known come last, the most frequent first."""
    found = [
        Candidate(event, times, did, kept, counted.people - did, counted.kept - kept)
        for event, times, did, kept in counted.rows
    ]
    found.sort(key=lambda each: (each.is_too_few, -(each.score or 0), -each.did, each.event, each.times))
    return found[:MOST]
