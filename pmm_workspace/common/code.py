"""Which state of the code has made something that is kept."""

from functools import cache
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path


@cache
def code_version(package: str) -> str:
    """A text that changes with every module of a package."""
    digest = sha256()
    for path in sorted(Path(find_spec(package).origin).parent.rglob("*.py")):
        digest.update(path.read_bytes())
    return digest.hexdigest()
