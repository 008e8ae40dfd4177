"""What is special about the kinds of the market. What every kind does is in tests/contract/."""

from positioning.models import Persona, Segment
from tests.gaps import missing


def test_a_condition_without_a_question_helps_nobody_in_a_call():
    vague = {"disqualifiers": [{"key": "small", "condition": "Too small"}]}

    assert missing(Segment, Segment.example | vague) == {
        "disqualifiers/small/question": "Disqualifier “Too small”: “Ask” is empty."
    }


def test_a_job_that_nothing_holds_back_has_not_been_listened_to():
    without = {"forces": [force for force in Persona.example["forces"] if force["type"] in ("push", "pull")]}

    assert missing(Persona, Persona.example | without) == {
        "jobs/late": "Job to be done “a parcel misses its scan” lacks: Anxiety about the new, Habit of the present."
    }
