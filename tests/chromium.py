"""Finds a Chromium for the browser tests, and installs one where that is allowed."""

import os
import shutil
import subprocess

NAMES = ("chromium", "chromium-browser", "google-chrome")
# The fonts are for the Chinese and Russian pages.
PACKAGES = ("chromium", "fonts-noto-cjk", "fonts-noto-core")


def path() -> str | None:
    return found() or (installed() if may_install() else None)


def found() -> str | None:
    if chosen := os.environ.get("CHROMIUM_PATH"):
        return shutil.which(chosen)
    return next(filter(None, map(shutil.which, NAMES)), None)


def may_install() -> bool:
    return os.geteuid() == 0 and shutil.which("apt-get") is not None


def installed() -> str | None:
    print("Installing Chromium for the browser tests ...", flush=True)
    quiet = {"stdout": subprocess.DEVNULL, "env": os.environ | {"DEBIAN_FRONTEND": "noninteractive"}}
    subprocess.run(["apt-get", "update", "-qq"], **quiet)
    subprocess.run(["apt-get", "install", "-y", "-qq", "--no-install-recommends", *PACKAGES], **quiet)
    return found()
