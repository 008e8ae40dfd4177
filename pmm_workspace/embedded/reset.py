"""Delete this checkout's demo data: python -m pmm_workspace.embedded.reset"""

import shutil
import sys

from pmm_workspace.embedded import demo, places
from pmm_workspace.embedded.errors import AlreadyRunning
from pmm_workspace.embedded.keeping import say
from pmm_workspace.embedded.postgres import end_orphan

# By name: VAR_DIR may point to a folder that holds other things as well.
MADE_BY_THE_DEMO = ("embedded", "static", "media", "lake", "log", "secret-key")


def main():
    state = demo.state_folder()
    try:
        with places.claimed(state):
            end_orphan(state / "postgres")
            delete(state)
    except AlreadyRunning:
        sys.exit(f"{demo.where_it_runs(state)}\nEnd it first, then reset.")
    say("The demo's data is deleted; `make demo` begins anew.")


def delete(state):
    shutil.rmtree(places.sockets(state), ignore_errors=True)
    for name in MADE_BY_THE_DEMO:
        place = state.parent / name
        if place.is_dir():
            shutil.rmtree(place)
        else:
            place.unlink(missing_ok=True)


if __name__ == "__main__":
    main()
