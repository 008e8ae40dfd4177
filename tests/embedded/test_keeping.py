"""A part that ended is started again, with a sentence, after a pause that grows."""

import pytest

from pmm_workspace.embedded import keeping
from pmm_workspace.embedded.errors import Refused
from pmm_workspace.embedded.processes import Child, run_to_end, wait_until


def child(tmp_path, script, name="part"):
    return Child(name, ["/bin/sh", "-c", script], log=tmp_path / f"{name}.log")


def test_a_part_that_keeps_failing_is_tried_less_and_less_often(tmp_path, capsys):
    part = child(tmp_path, "echo no such table; exit 3")
    part.start()
    part.process.wait()
    kept = keeping.Kept(part)

    pauses, now = [], kept._started
    for _ in range(7):
        kept.look(now)
        pauses.append(kept._due - now)
        now = kept._due
        kept.look(now)
        part.process.wait()

    assert pauses == [1, 2, 4, 8, 16, 30, 30]
    said = capsys.readouterr().out
    assert "part ended (exit code 3); starting it again in 1 s." in said
    assert "no such table" in said


def test_a_part_that_runs_is_left_alone(tmp_path, capsys):
    part = child(tmp_path, "sleep 60")
    part.start()
    pid = part.pid

    keeping.Kept(part).look(1e9)
    assert part.pid == pid
    part.end()
    assert capsys.readouterr().out == ""


def test_a_program_that_ends_instead_of_becoming_ready_shows_its_last_words(tmp_path):
    part = child(tmp_path, "echo the port is gone; exit 1")
    part.start()
    with pytest.raises(Refused, match="the port is gone"):
        wait_until(lambda: False, part)


def test_a_step_that_fails_shows_its_last_words(tmp_path):
    with pytest.raises(Refused, match=r"(?s)exit code 4.*bad migration"):
        run_to_end(child(tmp_path, "echo bad migration; exit 4"))


def test_whatever_ignores_a_polite_request_is_ended_with_all_it_started(tmp_path):
    part = child(tmp_path, "trap '' TERM; sleep 61 & echo started; wait; sleep 62")
    part.start()
    wait_until(lambda: "started" in part.tail(), part)

    part.end(patience=0.3)
    assert part.exit_code == -9


@pytest.mark.parametrize(("code", "words"), [(1, "exit code 1"), (-9, "SIGKILL"), (-15, "SIGTERM")])
def test_exit_codes_are_said_in_words(code, words):
    assert keeping.how(code) == words
