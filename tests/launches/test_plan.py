from unittest.mock import ANY

import pytest

from launches.models import Plan
from pmm_workspace.artifacts.completeness import DRAFT
from tests.gaps import missing

TASK = {"key": "calls", "task": "Listen to 20 calls", "evidence_of_done": "The list quotes 20 calls"}
COMPLETE = {
    "person": "Tomas",
    "role": "Owns activation",
    "starts_on": "2026-09-16",
    "goals": [{"key": "g30", "goal": "I can say what we promise", "why": "Every new message is a guess"}],
    "tasks": [TASK],
    "promise_vs_reality": [{"promise": "Approved in 2 days", "reality": "4.6 days"}],
    "inputs": [{"input": "First invoice within 7 days"}],
    "rituals": [{"name": "Weekly review"}],
}


@pytest.mark.parametrize(
    ("change", "gaps"),
    [
        ({}, {}),
        ({"starts_on": None}, {"starts_on": "“Starts on” is empty."}),
        (
            {"tasks": [TASK | {"evidence_of_done": ""}]},
            {"tasks/calls/evidence_of_done": "Task “Listen to 20 calls”: “Evidence of done” is empty."},
        ),
        (
            {"promise_vs_reality": []},
            {"promise_vs_reality": ANY},
        ),
        ({"inputs": []}, {"inputs": "A 30-60-90 plan stands on 1 to 2 chosen inputs; this one has 0."}),
        (
            {"inputs": [{"input": name} for name in "abc"]},
            {"inputs": "A 30-60-90 plan stands on 1 to 2 chosen inputs; this one has 3."},
        ),
        ({"rituals": []}, {"rituals": ANY}),
    ],
)
def test_what_stands_between_a_plan_and_approval(change, gaps):
    assert missing(Plan, COMPLETE | change) == gaps


def test_a_draft_needs_only_its_person():
    assert missing(Plan, {}, at=DRAFT) == {"person": "“Person” is empty."}
