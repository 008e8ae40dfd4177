"""From a file to the store: receive, recognise, check, confirm, publish. Nothing is stored before the confirmation."""

from metrics.importing.whole import import_file

__all__ = ["import_file"]
