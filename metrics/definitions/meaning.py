"""What a workspace means by its events: the few choices on which every definition rests."""

from collections.abc import Iterator
from dataclasses import dataclass

STAGES = ("signup", "trial", "paid")
# the tables in which the statements find these choices
CHOICES = {
    "roles": {"event": "string", "role": "string"},
    "criteria": {"event": "string", "times": "int64", "needed": "int64"},
}


class RepeatedEvent(ValueError):
    """One event stands twice among the criteria of activation."""


@dataclass(frozen=True)
class Criteria:
    """What activates: all or any of these events, each so many times from the sign-up on."""

    events: tuple[tuple[str, int], ...] = (("activated", 1),)  # (event, at least so many times)
    is_any: bool = False

    def __post_init__(self):
        if len(set(self.names)) < len(self.events):
            raise RepeatedEvent

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(event for event, _times in self.events)

    @property
    def needed(self) -> int:
        """How many of the events have to be there."""
        return 1 if self.is_any else len(self.events)


@dataclass(frozen=True)
class Meaning:
    """Names of events as they stand in the data. A value event is one that shows use; no other event makes active."""

    signup: str = "signed_up"
    activation: Criteria = Criteria()
    trial: str = "trial_started"
    paid: str = "subscribed"
    value: tuple[str, ...] = ()  # none named: the events that activate
    features: tuple[str, ...] = ()  # none named: the value events
    unit: str = "person"  # or "account": what any of its people does counts for the whole account, once
    week_start: int = 0  # 0 is Monday

    def roles(self) -> Iterator[tuple[str, str]]:
        """(event, role): an event may play several roles."""
        for stage in STAGES:
            yield getattr(self, stage), stage
        value = self.value or self.activation.names
        yield from ((event, "value") for event in value)
        yield from ((event, "feature") for event in self.features or value)

    def choices(self) -> dict[str, list[tuple]]:
        """The rows of the tables of CHOICES."""
        criteria = self.activation
        return {
            "roles": list(self.roles()),
            "criteria": [(event, times, criteria.needed) for event, times in criteria.events],
        }
