"""The port is the one asked for or the first free one, and a taken one is said in a sentence."""

import socket

import pytest

from pmm_workspace.embedded import ports
from pmm_workspace.embedded.errors import Refused


def number(listener):
    return listener.getsockname()[1]


def test_the_first_free_port_is_taken_and_then_the_next():
    with ports.listen(None) as first, ports.listen(None) as second:
        assert 8000 <= number(first) < number(second)


def test_a_port_that_was_asked_for_is_used():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        wanted = number(free)
    with ports.listen(str(wanted)) as listener:
        assert number(listener) == wanted


def test_a_taken_port_is_said_in_a_sentence():
    with ports.listen(None) as taken, pytest.raises(Refused, match=f"Port {number(taken)} is taken"):
        ports.listen(str(number(taken)))


@pytest.mark.parametrize("nonsense", ["web", "0", "70000", "-1", "8000.5"])
def test_what_is_not_a_port_is_said_in_a_sentence(nonsense):
    with pytest.raises(Refused, match=f"PORT={nonsense} is not a port"):
        ports.listen(nonsense)
