"""Makes sure a Chromium is there for the browser tests: the system's, else apt's, else Playwright's own download."""

import os
import shutil
import subprocess
import sys

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def system_browser() -> str | None:
    """The path of the system's Chromium, if it has one."""
    return next((path for name in NAMES if (path := shutil.which(name))), None)


def main() -> None:
    if system_browser():
        return
    if shutil.which("apt-get") and os.geteuid() == 0:
        print("Installing Chromium with apt for the browser tests …")
        updated = subprocess.run(["apt-get", "update", "-qq"], check=False).returncode == 0
        install = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", "chromium", "fonts-noto-color-emoji"]
        if updated and subprocess.run(install, check=False, stdout=subprocess.DEVNULL).returncode == 0:
            return
    print("Downloading Chromium with Playwright for the browser tests …")
    subprocess.run([sys.executable, "-m", "playwright", "install", "--with-deps", "chromium"], check=True)


if __name__ == "__main__":
    main()
