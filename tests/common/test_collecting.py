"""What a web process has loaded for good is not looked through again and again."""

import subprocess
import sys


def test_a_web_process_looks_for_garbage_only_in_what_requests_make():
    told = "import gc, pmm_workspace.asgi; print(gc.get_freeze_count(), len(gc.get_objects()), gc.get_threshold()[0])"
    done = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=True)
    spared, left, young = map(int, done.stdout.split()[:3])
    assert spared > 100_000 > 100 * left
    assert young == 10_000
