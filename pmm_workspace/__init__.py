"""The PMM workspace: documents, promises and the numbers that keep them honest."""

from pmm_workspace.celery import app as celery_app

__all__ = ["celery_app"]
