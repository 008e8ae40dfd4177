"""Become another program that ends when its parent ends.

Run by its path, with nothing but the standard library, between the supervisor and each server:

    child.py PARENT SIGNAL [--namespace | --user UID GID] -- PROGRAM ARGUMENT...

A wrapper, because running Python between fork and exec is unsafe once a process has threads.
"""

import ctypes
import os
import sys

SET_PARENT_DEATH_SIGNAL = 1
NEW_USER_NAMESPACE = 0x10000000
CANNOT_ENTER_NAMESPACE = 71
INSIDE = 1000


def main(parent, signal, *rest):
    options, program = rest[: rest.index("--")], rest[rest.index("--") + 1 :]
    if options[:1] == ("--namespace",):
        enter_namespace()
    if options[:1] == ("--user",):
        become(int(options[1]), int(options[2]))
    # Last, because a change of identity forgets it.
    end_with(int(parent), int(signal))
    os.execvp(program[0], program)


def enter_namespace():
    """Be user 1000 in a namespace of our own: PostgreSQL refuses root, and root stays the owner of the files."""
    uid, gid = os.geteuid(), os.getegid()
    if ctypes.CDLL(None, use_errno=True).unshare(NEW_USER_NAMESPACE):
        sys.exit(CANNOT_ENTER_NAMESPACE)
    try:
        write("/proc/self/setgroups", "deny")
        write("/proc/self/uid_map", f"{INSIDE} {uid} 1")
        write("/proc/self/gid_map", f"{INSIDE} {gid} 1")
    except OSError:
        sys.exit(CANNOT_ENTER_NAMESPACE)


def write(path, text):
    with open(path, "w") as file:
        file.write(text)


def become(uid, gid):
    os.setgroups([])
    os.setgid(gid)
    os.setuid(uid)


def end_with(parent, signal):
    """Ask the kernel for this signal when the parent dies; elsewhere than on Linux the next start clears up."""
    if not sys.platform.startswith("linux"):
        return
    ctypes.CDLL(None).prctl(SET_PARENT_DEATH_SIGNAL, signal)
    if os.getppid() != parent:
        sys.exit("The process that asked for this program has ended.")


main(*sys.argv[1:])
