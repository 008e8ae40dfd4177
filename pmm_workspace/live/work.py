"""What live text does as jobs."""

from pmm_workspace.jobs.queue import does
from pmm_workspace.live import log


@does("live.compact")
def compact(progress, artifact_id):
    return {"rows": log.compact(artifact_id)}
