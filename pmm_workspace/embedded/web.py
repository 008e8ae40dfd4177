"""The web server of the demo, on a socket that its supervisor holds: python -m pmm_workspace.embedded.web FD"""

import socket
import sys

import uvicorn


def main(descriptor: str):
    # uvicorn's own --fd takes every descriptor for a Unix socket and then leaves Nagle's delay on.
    listener = socket.socket(fileno=int(descriptor))
    config = uvicorn.Config("pmm_workspace.asgi:application", lifespan="off", timeout_graceful_shutdown=3)
    uvicorn.Server(config).run(sockets=[listener])


if __name__ == "__main__":
    main(sys.argv[1])
