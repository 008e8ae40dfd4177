"""Whose data is being touched: one workspace at a time, and nothing without one."""

from contextlib import contextmanager
from contextvars import ContextVar

_current: ContextVar[int | None] = ContextVar("workspace", default=None)


class NoWorkspace(RuntimeError):
    """Tenant data was asked for outside of a workspace."""


def current() -> int:
    """The id of the workspace in force; refuses to guess."""
    workspace_id = _current.get()
    if workspace_id is None:
        raise NoWorkspace("Wrap this in tenancy.inside(workspace_id).")
    return workspace_id


def current_or_none() -> int | None:
    return _current.get()


@contextmanager
def inside(workspace_id: int | None):
    """Everything in this block belongs to one workspace (to none, when None)."""
    before = _current.set(workspace_id)
    try:
        yield
    finally:
        _current.reset(before)


def enter(workspace_id: int) -> None:
    """Switch within a block that somebody else will leave, e.g. after a token is recognised."""
    _current.set(workspace_id)
