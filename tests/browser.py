"""Finds a Chromium for the tests, or gets one: the system's, Debian's package, or Playwright's own download."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"]


def installed() -> str | None:
    """The path of a Chromium on this machine. None if Playwright's own is to be used."""
    return next((path for name in NAMES if (path := shutil.which(name))), None)


def _playwright_has_one() -> bool:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        return Path(playwright.chromium.executable_path).exists()


def _apt() -> bool:
    """Install Debian's package, if apt is there and may be used."""
    if not shutil.which("apt-get"):
        return False
    rights = [] if os.geteuid() == 0 else ["sudo", "-n"] if shutil.which("sudo") else None
    if rights is None:
        return False
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    print("Installing Chromium for the tests (once) …", flush=True)
    for command in (["update", "-qq"], ["install", "-y", "-qq", "--no-install-recommends", "chromium"]):
        if subprocess.run([*rights, "apt-get", *command], env=environment, stdout=subprocess.DEVNULL).returncode:
            return False
    return True


def main() -> int:
    """Make sure that there is a Chromium."""
    if installed() or _playwright_has_one() or (_apt() and installed()):
        return 0
    return subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"]).returncode


if __name__ == "__main__":
    sys.exit(main())
