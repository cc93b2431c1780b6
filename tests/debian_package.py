# SPDX-License-Identifier: MIT
"""A Debian package as cpack -G DEB makes it: unpacked, not installed, since that needs root and would change the machine."""

import shutil
import subprocess

import pytest


def made(build, component, folder):
    """The package of a component of CPack; skips the test where a program for it is missing."""
    for program in ("cpack", "dpkg-deb", "dpkg-shlibdeps"):
        if shutil.which(program) is None:
            pytest.skip(f"{program} is missing")
    done = subprocess.run(["cpack", "-G", "DEB", "--config", build / "CPackConfig.cmake", "-D", f"CPACK_COMPONENTS_ALL={component}", "-B", folder],
                          cwd=build, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    [package] = folder.glob("*.deb")
    return package


def unpacked(package):
    root = package.parent / "root"
    subprocess.run(["dpkg-deb", "-x", package, root], check=True)
    return root
