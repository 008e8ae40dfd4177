from unittest.mock import ANY

import pytest

from launches.models import LaunchBrief
from pmm_workspace.artifacts.completeness import DRAFT
from tests.gaps import missing


def metrics(count):
    return [
        {
            "key": f"m{n}",
            "name": f"Rate {n}",
            "baseline": "38 %",
            "target": "50 %",
            "due": "2026-12-31",
            "owner": "Maya",
        }
        for n in range(count)
    ]


COMPLETE = {
    "what_ships": "Approve with one tap",
    "for_whom": "More than ten approvers",
    "customer_problem": "Invoices wait 8.4 days",
    "business_reason": "Renewals",
    "tier": "t2",
    "launch_date": "2026-12-15",
    "key_message": "Your approvers answer with one tap.",
    "metrics": metrics(3),
    "assets": [{"asset": "Page"}],
    "internal_communications": "Sales first",
    "first_30_days": [{"message": "Switch it on for one team"}],
}


@pytest.mark.parametrize(
    ("change", "gaps"),
    [
        ({}, {}),
        ({"metrics": []}, {"metrics": "A launch brief stands on 1 to 5 metrics; this one has 0."}),
        ({"metrics": metrics(1)}, {}),
        ({"metrics": metrics(6)}, {"metrics": "A launch brief stands on 1 to 5 metrics; this one has 6."}),
        (
            {"metrics": [metrics(1)[0] | {"baseline": "", "owner": ""}]},
            {
                "metrics/m0/baseline": "Metric “Rate 0”: “Baseline” is empty.",
                "metrics/m0/owner": "Metric “Rate 0”: “Owner” is empty.",
            },
        ),
        ({"metrics": [metrics(1)[0] | {"due": None}]}, {"metrics/m0/due": "Metric “Rate 0”: “Due” is empty."}),
        ({"tier": ""}, {"tier": "“Tier” is empty."}),
        ({"launch_date": None}, {"launch_date": "“Launch date” is empty."}),
        ({"business_reason": ""}, {"business_reason": "“Why: our business reason” is empty."}),
        (
            {"first_30_days": []},
            {"first_30_days": ANY},
        ),
    ],
)
def test_what_stands_between_a_brief_and_approval(change, gaps):
    assert missing(LaunchBrief, COMPLETE | change) == gaps


def test_a_draft_needs_to_say_only_what_ships():
    assert missing(LaunchBrief, {}, at=DRAFT) == {"what_ships": "“What ships” is empty."}
