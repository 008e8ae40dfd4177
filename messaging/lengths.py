"""How long the same message is in each place: the rungs of the ladder, and the channels."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from pmm_workspace.artifacts.budgets import Budget, words
from pmm_workspace.artifacts.completeness import Rule, label_of

RUNGS = {"one_liner": 25, "short_description": 50, "medium_description": 100, "long_description": 450}
SLACK = 0.2  # of a rung's length, up and down
CHANNELS = {"site": 15, "email": 60, "push": 12, "in_product": 20, "social": 40, "sales": 50}

BUDGETS = {name: Budget(words=round(length * (1 + SLACK))) for name, length in RUNGS.items()}


@dataclass(frozen=True)
class Rung(Rule):
    """A description, once there is one, is about as long as its place asks for."""

    name: str
    length: int

    def gaps(self, document):
        used = words(document.at(self.name) or "")
        if used and abs(used - self.length) > SLACK * self.length:
            values = {"field": capfirst(label_of(document.model, self.name)), "used": used, "length": self.length}
            yield self.name, _("“%(field)s” has %(used)d words; it should have about %(length)d.") % values


@dataclass(frozen=True)
class FitsChannel(Rule):
    """Each line of a list is as short as its channel."""

    name: str
    allowed: Mapping[str, int]

    def gaps(self, document):
        for row in getattr(document, self.name):
            used, allowed = words(row.line), self.allowed[row.channel]
            if used > allowed:
                channel = dict(row.model._meta.get_field("channel").flatchoices)[row.channel]
                values = {"channel": channel, "used": used, "allowed": allowed}
                yield f"{self.name}/{row.key}/line", _("%(channel)s: %(used)d words where %(allowed)d fit.") % values
