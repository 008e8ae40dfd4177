"""What holds for every test of metrics."""

import pytest

from metrics.readout import people


@pytest.fixture(autouse=True)
def whoever_asks_has_time(monkeypatch):
    """A slow machine must not decide who counts, the request or a worker; a test of just that says so itself."""
    monkeypatch.setattr(people, "MOMENT", 60)
