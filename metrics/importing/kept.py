"""What was made of a file is kept for a day, so that it is not read again to be stored, or to be compared once more.

It is only found by the same file, read the same way by the same code. Whatever is missing is read from the file.
"""

import json
import os
import shutil
from contextlib import suppress
from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory

from django.conf import settings
from django.utils.timezone import now

from metrics.models import ImportRun
from metrics.parsing.tables import TABLES, lines_of
from pmm_workspace.common import tenancy
from pmm_workspace.common.code import code_version

KEPT = timedelta(days=1)
MOST = 20  # files of a workspace
CONTENTS = "contents.json"  # written last: what the child answered, and the size of each file


def keep(run: ImportRun, task: dict, folder: Path, answer: dict) -> None:
    """Copy what the child has left in its folder. A full disk costs only the time to read the file again."""
    forget(run)
    with suppress(OSError):
        _root().mkdir(parents=True, exist_ok=True)
        with TemporaryDirectory(dir=_root(), ignore_cleanup_errors=True) as place:
            unfinished = Path(place)
            sizes = {path.name: _copied(path, unfinished / path.name) for path in _worth_keeping(folder)}
            (unfinished / CONTENTS).write_text(json.dumps({"answer": answer, "sizes": sizes}))
            unfinished.rename(_place(run, task))
    _forget(_newest_first()[MOST:])


def _worth_keeping(folder):
    tables = [path for table in TABLES for path in (folder / f"{table}.parquet", lines_of(folder, table))]
    return [path for path in (*tables, folder / "rejected") if path.exists()]


def _copied(path, target):
    shutil.copyfile(path, target)
    with open(target, "rb") as file:
        os.fsync(file.fileno())
    return target.stat().st_size


def bring(run: ImportRun, task: dict, folder: Path) -> dict | None:
    """Lay what was kept into a folder, where more may be written; what the child had answered, or None."""
    place = _place(run, task)
    try:
        contents = json.loads((place / CONTENTS).read_text())
        if any((place / name).stat().st_size != size for name, size in contents["sizes"].items()):
            return None
        for name in contents["sizes"]:
            (folder / name).symlink_to(place / name)
    except (OSError, ValueError):
        return None
    return contents["answer"]


def forget(run: ImportRun) -> None:
    _forget(_root().glob(f"{run.pk}-*"))


def forget_all() -> None:
    shutil.rmtree(_root(), ignore_errors=True)


def forget_old() -> None:
    before = (now() - KEPT).timestamp()
    _forget(place for place in _newest_first() if _age(place) < before)


def _forget(places):
    for place in list(places):
        shutil.rmtree(place, ignore_errors=True)


def _newest_first() -> list[Path]:
    places = list(_root().iterdir()) if _root().exists() else []
    return sorted(places, key=_age, reverse=True)


def _age(place):
    try:
        return place.stat().st_mtime
    except FileNotFoundError:  # forgotten by somebody else meanwhile
        return 0


def _root() -> Path:
    return settings.LAKE_DIR / "checked" / f"ws-{tenancy.current()}"


def _place(run, task) -> Path:
    ways = {name: value for name, value in task.items() if name not in ("path", "folder")}
    said = json.dumps([run.sha256, ways, code_version("metrics.parsing")], sort_keys=True)
    return _root() / f"{run.pk}-{sha256(said.encode()).hexdigest()}"
