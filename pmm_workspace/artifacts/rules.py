"""Who must approve a document of a kind, and how many of them."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Rule:
    """`review = Rule(roles=("pm",), quorum=2)` on a kind: two PMs must approve the same text."""

    roles: tuple[str, ...] = ("pm", "admin")
    quorum: int = 1
