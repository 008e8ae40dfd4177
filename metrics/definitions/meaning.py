"""What a workspace means by its events: the few choices on which every definition rests."""

from collections.abc import Iterator
from dataclasses import dataclass

STAGES = ("signup", "activation", "trial", "paid")


@dataclass(frozen=True)
class Meaning:
    """Names of events as they stand in the data. A value event is one that shows use; no other event makes active."""

    signup: str = "signed_up"
    activation: str = "activated"
    trial: str = "trial_started"
    paid: str = "subscribed"
    value: tuple[str, ...] = ()  # none named: the activation event
    features: tuple[str, ...] = ()  # none named: the value events
    unit: str = "person"  # or "account": what any of its people does counts for the whole account, once
    week_start: int = 0  # 0 is Monday

    def roles(self) -> Iterator[tuple[str, str]]:
        """(event, role): an event may play several roles."""
        for stage in STAGES:
            yield getattr(self, stage), stage
        value = self.value or (self.activation,)
        yield from ((event, "value") for event in value)
        yield from ((event, "feature") for event in self.features or value)


ROLES = {"event": "string", "role": "string"}
