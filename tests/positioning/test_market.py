"""What is special about the kinds of the market. What every kind does is in tests/contract/."""

from positioning.models import Segment
from tests.gaps import missing


def test_a_condition_without_a_question_helps_nobody_in_a_call():
    vague = {"disqualifiers": [{"key": "small", "condition": "Too small"}]}

    assert missing(Segment, Segment.example | vague) == {
        "disqualifiers/small/question": "Disqualifier “Too small”: “Ask” is empty."
    }
