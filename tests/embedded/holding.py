"""A supervisor to be killed: python -m tests.embedded.holding STATE"""

import sys
import time
from pathlib import Path

from pmm_workspace.embedded import places
from pmm_workspace.embedded.servers import Servers

with places.claimed(Path(sys.argv[1])) as state:
    servers = Servers(state)
    servers.start()
    print(*(server.child.pid for server in servers), flush=True)
    time.sleep(600)
