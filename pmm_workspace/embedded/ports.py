"""The port of the demo: the one asked for, or the first free one."""

import errno
import socket

from pmm_workspace.embedded.errors import Refused

HOST = "127.0.0.1"
FIRST = 8000
LAST = 8999


def listen(wanted: str | None) -> socket.socket:
    """A listening socket; whoever holds it keeps the port, so the web server behind it may restart."""
    if wanted:
        return _asked_for(wanted)
    for port in range(FIRST, LAST + 1):
        if found := _try(port):
            return found
    raise Refused(f"No port from {FIRST} to {LAST} is free. Choose one: PORT=9123 make demo")


def _asked_for(wanted: str) -> socket.socket:
    if not wanted.isdecimal() or not 0 < int(wanted) < 65536:
        raise Refused(f"PORT={wanted} is not a port. Choose a number from 1024 to 65535.")
    if found := _try(int(wanted)):
        return found
    raise Refused(f"Port {wanted} is taken by another program. Choose another, or leave PORT out.")


def _try(port: int) -> socket.socket | None:
    listener = socket.socket()
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((HOST, port))
        listener.listen(128)
    except OSError as error:
        listener.close()
        if error.errno == errno.EACCES:
            raise Refused(f"Port {port} needs more rights than you have. Choose one from 1024 up.") from None
        return None
    return listener
