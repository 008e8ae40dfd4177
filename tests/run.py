"""Runs all tests, those in a browser beside the others, and ends with one line that counts both: python -m tests.run"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path
from xml.etree import ElementTree

from tests import chromium, servers

# Each worker begins with a half, so that tests of one module seldom make what they share twice.
IN_PARALLEL = ["-n", "2", "--dist=worksteal", "tests", "--ignore=tests/browser"]
# Playwright's own event loop and pytest's workers do not share a process well.
IN_A_BROWSER = ["tests/browser"]
NOTHING_COLLECTED = 5


def main():
    with servers.running(), tempfile.TemporaryDirectory() as folder:
        servers.make_tables()
        reports = [Path(folder) / "tests.xml", Path(folder) / "browser.xml"]
        with (Path(folder) / "browser.txt").open("w+") as said:
            browser = in_a_browser(reports[1], said)
            codes = [ended(pytest(IN_PARALLEL, reports[0])), ended(browser)]
            said.seek(0)
            print(said.read())
        print(summary(reports))
    sys.exit(next((code for code in codes if code), 0))


def in_a_browser(report: Path, said) -> subprocess.Popen | int:
    browser = chromium.path()
    if browser:
        return pytest(IN_A_BROWSER, report, said, CHROMIUM_PATH=browser, DJANGO_ALLOW_ASYNC_UNSAFE="true")
    print("No Chromium was found (CHROMIUM_PATH names one), so the browser tests did not run.")
    return 1 if os.environ.get("CI") else 0


def pytest(arguments: list[str], report: Path, said=None, **environment) -> subprocess.Popen:
    command = [sys.executable, "-m", "pytest", "-q", "--durations=25", f"--junitxml={report}", *arguments]
    return subprocess.Popen(command, env=os.environ | environment, stdout=said, stderr=said and subprocess.STDOUT)


def ended(run: subprocess.Popen | int) -> int:
    code = run if isinstance(run, int) else run.wait()
    return 0 if code == NOTHING_COLLECTED else code


def summary(reports: list[Path]) -> str:
    counts = {"tests": 0, "failures": 0, "errors": 0, "skipped": 0}
    for suite in (
        suite for report in reports if report.exists() for suite in ElementTree.parse(report).iter("testsuite")
    ):
        for name in counts:
            counts[name] += int(suite.get(name))
    failed = counts["failures"] + counts["errors"]
    passed = counts["tests"] - failed - counts["skipped"]
    return f"{passed} passed, {failed} failed, {counts['skipped']} skipped"


if __name__ == "__main__":
    main()
