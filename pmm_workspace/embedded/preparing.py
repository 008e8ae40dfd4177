"""What must be done before the demo can be opened; what is done already is not done again."""

import hashlib
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pmm_workspace.embedded.keeping import say
from pmm_workspace.embedded.places import ROOT
from pmm_workspace.embedded.processes import Child, run_to_end

PACKAGES = ("pmm_workspace", "positioning", "messaging", "launches", "enablement", "metrics")
LOCK = "requirements/demo.txt"


@dataclass(frozen=True)
class Step:
    sentence: str
    command: tuple[str, ...]
    # Files which, when they change, make it necessary again.
    depends_on: tuple[str, ...] = ()
    as_owner: bool = False
    # The file that keeps what it printed.
    says: str | None = None

    @property
    def name(self) -> str:
        return self.command[0]


CODE = (*(f"{package}/**/*.py" for package in PACKAGES), LOCK)
# The steps of one row do not need each other; each row needs the one before.
STEPS = [
    [
        Step("Migrating the database", ("migrate", "--no-input", "--verbosity=0"), CODE, as_owner=True),
        Step("Compiling the translations", ("compile_translations",), ("**/*.po",)),
        Step(
            "Collecting static files",
            ("collectstatic", "--no-input", "--clear", "--verbosity=0"),
            ("static/**/*", LOCK),
        ),
    ],
    # Once: whoever removes the sample in the product does not want it back.
    [Step("Loading the sample workspace", ("load_sample", "--print-sign-ins"), says="sign-ins")],
    [Step("Filling the index of search", ("reindex", "--missing"), CODE)],
]


def prepare(environment: dict, *, stamps: Path, logs: Path):
    stamps.mkdir(parents=True, exist_ok=True)
    for row in STEPS:
        marks = {step: fingerprint(step, environment) for step in row}
        due = [step for step in row if not _is_done(stamps / step.name, marks[step])]
        for step in due:
            say(f"{step.sentence} ...")
        run_to_end(*(_child(step, environment, stamps=stamps, logs=logs) for step in due))
        for step in due:
            (stamps / step.name).write_text(marks[step])


def _is_done(stamp: Path, mark: str) -> bool:
    return stamp.exists() and stamp.read_text() == mark


def _child(step: Step, environment, *, stamps, logs) -> Child:
    says = stamps / step.says if step.says else None
    return managing(*step.command, environment=environment, logs=logs, as_owner=step.as_owner, says=says)


def fingerprint(step: Step, environment: dict) -> str:
    """Of the files it depends on and the database it was done to."""
    total = hashlib.sha256(environment["DATABASE_URL"].encode())
    for file in _files(step.depends_on):
        total.update(str(file.relative_to(ROOT)).encode() + b"\0" + file.read_bytes())
    return total.hexdigest()


def managing(*arguments: str, environment: dict, logs: Path, as_owner: bool = False, says: Path | None = None) -> Child:
    """A command of manage.py, ready to run."""
    return Child(
        f"manage.py {arguments[0]}",
        [sys.executable, ROOT / "manage.py", *arguments],
        log=logs / f"{arguments[0]}.log",
        environment=environment | ({"DATABASE_AS_OWNER": "1"} if as_owner else {}),
        folder=ROOT,
        says=says,
    )


def _files(patterns) -> Iterator[Path]:
    for pattern in patterns:
        yield from sorted(file for file in _glob(pattern) if file.is_file())


def _glob(pattern: str):
    """Only our own folders: .venv and var hold thousands of files that are not ours."""
    if not pattern.startswith("**"):
        return ROOT.glob(pattern)
    own = (*PACKAGES, "locale", "templates")
    return (file for folder in own for file in (ROOT / folder).glob(pattern))
