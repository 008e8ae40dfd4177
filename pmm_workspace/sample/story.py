"""What happened to a sample document, told as data: who wrote, asked, returned and approved it, and when."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta


def ago(days: float) -> timedelta:
    return timedelta(days=-days)


def ahead(days: float) -> timedelta:
    return timedelta(days=days)


@dataclass(frozen=True)
class Named:
    """Another document of the sample, told before this one."""

    title: str


def named(title) -> Named:
    return Named(title)


@dataclass(frozen=True)
class Step:
    """One thing a person did. Dates, here and inside the content, are told as distances from today.

    A text refers to another document by its title: “[our promise](@Three-day close)”.
    """

    verb: str
    by: str
    at: timedelta
    changes: Mapping = field(default_factory=dict)
    text: str = ""
    path: str = ""


@dataclass(frozen=True)
class Story:
    """A document and everything that happened to it, in order."""

    kind: str
    title: str
    steps: tuple[Step, ...]
    product: str = ""
    language: str = "en"


def writes(by, at, **content):
    return Step("write", by, at, changes=content)


def edits(by, at, changes):
    return Step("edit", by, at, changes=changes)


def submits(by, at, note=""):
    return Step("submit", by, at, text=note)


def comments(by, at, path, text):
    return Step("comment", by, at, path=path, text=text)


def resolves(by, at, path):
    return Step("resolve", by, at, path=path)


def returns(by, at, note):
    return Step("return", by, at, text=note)


def approves(by, at, note=""):
    return Step("approve", by, at, text=note)
