"""What the tests of documents share."""

import pytest

from pmm_workspace.artifacts import kinds


@pytest.fixture
def nothing_is_missing(monkeypatch):
    """Every document may be approved as it is."""
    for kind in kinds.kinds():
        monkeypatch.setattr(kind, "completeness", (), raising=False)
