"""`make demo` from end to end, with data of its own beside whatever demo this checkout has."""

import os
import re
import signal
import subprocess
import sys
import threading
import urllib.request

import pytest

from pmm_workspace.embedded import ports
from pmm_workspace.embedded.places import ROOT
from tests.embedded.conftest import is_alive, wait_for


class Terminal:
    """Somebody runs the demo and reads what it says."""

    def __init__(self, var, module="demo", **variables):
        # The tests' own servers are out of sight already; see conftest.
        environment = os.environ | {"VAR_DIR": str(var)} | variables
        self.process = subprocess.Popen(
            [sys.executable, "-m", f"pmm_workspace.embedded.{module}"],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            env=environment,
            cwd=ROOT,
        )
        self.said = ""
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self):
        for line in self.process.stdout:
            self.said += line

    def reads(self, words, seconds=180):
        wait_for(lambda: words in self.said or self.process.poll() is not None, seconds)
        assert words in self.said, self.said

    def ends(self, seconds=30) -> int:
        code = self.process.wait(seconds)
        self._reader.join()
        self.process.stdout.close()
        return code

    @property
    def url(self):
        return re.search(r"http://\S+", self.said)[0]

    def parts(self):
        """The process numbers of what it has started, by their command lines."""
        listed = subprocess.run(
            ["ps", "-o", "pid=,args=", "--ppid", str(self.process.pid)], capture_output=True, text=True
        ).stdout
        return {int(line.split()[0]): line for line in listed.splitlines()}

    def pid_of(self, words):
        return next((pid for pid, line in self.parts().items() if words in line), None)


@pytest.fixture
def terminal(tmp_path):
    opened = []

    def open_one(*arguments, **variables):
        opened.append(Terminal(tmp_path / "var", *arguments, **variables))
        return opened[-1]

    yield open_one
    for each in opened:
        if each.process.poll() is None:
            each.process.send_signal(signal.SIGINT)
            each.ends()


def sign_ins(demo):
    return re.findall(r"\S+@\S+", demo.said)


def answers(url):
    with urllib.request.urlopen(url + "health/ready", timeout=30) as answer:
        return answer.status == 200


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_the_demo_starts_mends_itself_ends_and_keeps_its_data(terminal):
    demo = terminal()
    demo.reads("READY")
    demo.reads("Ctrl-C ends everything")
    assert answers(demo.url)
    assert len(sign_ins(demo)) >= 4

    again = terminal()
    assert again.ends() == 0
    assert f"runs already: {demo.url}" in again.said

    reset = terminal("reset")
    assert reset.ends() == 1
    assert "End it first" in reset.said

    os.kill(demo.pid_of("embedded.web"), signal.SIGKILL)
    demo.reads("web ended (SIGKILL); starting it again in 1 s.")
    assert answers(demo.url)

    parts = demo.parts()
    demo.process.send_signal(signal.SIGINT)
    assert demo.ends() == 0
    assert not any(map(is_alive, parts))

    second = terminal()
    second.reads("Ctrl-C ends everything")
    assert "Loading the sample" not in second.said
    assert sign_ins(second) == sign_ins(demo)

    parts = second.parts()
    second.process.kill()
    second.ends()
    wait_for(lambda: not any(map(is_alive, parts)))

    assert terminal("reset").ends() == 0


def test_a_taken_port_is_said_in_one_sentence(terminal):
    with ports.listen(None) as taken:
        number = str(taken.getsockname()[1])
        demo = terminal(PORT=number)
        assert demo.ends() == 1
    assert demo.said == f"Port {number} is taken by another program. Choose another, or leave PORT out.\n"
