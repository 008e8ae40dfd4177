"""What several interviews say together, and when they are too few to say anything.

A question needs eight interviews before its reasons are ranked, a segment twenty before anybody concludes from it.
"""

from collections import Counter
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from positioning.models import Interview, Outcome, Reason

ENOUGH_FOR_A_PATTERN = 8
ENOUGH_FOR_A_CONCLUSION = 20
LOST = (Outcome.LOST, Outcome.NO_DECISION)
QUESTIONS = (
    (_("Why we won"), (Outcome.WON,)),
    (_("Why we lost to a competitor"), (Outcome.LOST,)),
    (_("Why nothing was decided"), (Outcome.NO_DECISION,)),
    (_("Why customers left"), (Outcome.CHURNED,)),
    (_("Why it went as it did, all together"), (Outcome.WON, *LOST)),
)


@dataclass(frozen=True)
class Told:
    """What one interview says: how it ended, and whose reason is which."""

    outcome: str
    reason: str
    seller_says: str = ""


@dataclass(frozen=True)
class Answer:
    """One question with its reasons, most frequent first. Below the floor nothing is counted out."""

    title: str
    n: int
    reasons: tuple[tuple[str, int], ...] = ()

    @property
    def is_enough(self) -> bool:
        return self.n >= ENOUGH_FOR_A_PATTERN

    @property
    def lacking(self) -> int:
        return max(0, ENOUGH_FOR_A_PATTERN - self.n)

    @property
    def may_be_concluded(self) -> bool:
        return self.n >= ENOUGH_FOR_A_CONCLUSION


@dataclass(frozen=True)
class Synthesis:
    answers: tuple[Answer, ...]
    won: int
    lost: int
    compared: int  # interviews that hold the seller's reason as well
    differing: int
    price_by_sellers: int
    price_by_buyers: int

    @property
    def sellers_can_be_compared(self) -> bool:
        return self.compared >= ENOUGH_FOR_A_PATTERN

    @property
    def is_lopsided(self) -> bool:
        """Three times as many of one outcome as of the other: the mix says more than the reasons."""
        return max(self.won, self.lost) > 3 * min(self.won, self.lost)


def synthesis(told: list[Told]) -> Synthesis:
    both = [each for each in told if each.seller_says]
    return Synthesis(
        answers=tuple(_answer(title, [each for each in told if each.outcome in of]) for title, of in QUESTIONS),
        won=sum(each.outcome == Outcome.WON for each in told),
        lost=sum(each.outcome in LOST for each in told),
        compared=len(both),
        differing=sum(each.seller_says != each.reason for each in both),
        price_by_sellers=sum(each.seller_says == Reason.PRICE for each in both),
        price_by_buyers=sum(each.reason == Reason.PRICE for each in both),
    )


def _answer(title, told):
    if len(told) < ENOUGH_FOR_A_PATTERN:
        return Answer(title, len(told))
    counted = Counter(each.reason for each in told)
    return Answer(title, len(told), tuple((Reason(reason).label, n) for reason, n in counted.most_common()))


def told_in(*, segment=None, competitor=None) -> list[Told]:
    """What the interviews say that have an outcome and a reason, drafts included."""
    rows = Interview.objects.exclude(state="retired").exclude(reason="").exclude(outcome=Outcome.UNKNOWN)
    if segment:
        rows = rows.filter(segments__contains=[segment.pk])
    if competitor:
        rows = rows.filter(competitors__contains=[competitor.pk])
    return [Told(*row) for row in rows.values_list("outcome", "reason", "seller_says")[:2000]]
