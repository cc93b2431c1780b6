# SPDX-License-Identifier: MIT
"""pip install . builds the module with CMake; it needs what `tools/install-packages build` installs.

CRIMEKIT_BUILD_DIR names a build folder to use in place of a new one.
"""

import os
import re
import subprocess
import sys
from pathlib import Path

from setuptools import Extension, setup
from setuptools.command.build_ext import build_ext

ROOT = Path(__file__).resolve().parent


def version() -> str:
    return re.search(r"project\(crimekit VERSION ([\d.]+)", (ROOT / "CMakeLists.txt").read_text())[1]


class CMakeBuild(build_ext):
    def build_extension(self, ext):
        build = os.environ.get("CRIMEKIT_BUILD_DIR")
        if not build:
            build = str(Path(self.build_temp).resolve())
            options = ["-DCMAKE_BUILD_TYPE=Release", "-DCRIMEKIT_TESTS=OFF", f"-DPYTHON_EXECUTABLE={sys.executable}"]
            try:
                import pybind11

                options.append(f"-Dpybind11_DIR={pybind11.get_cmake_dir()}")
            except ImportError:
                pass  # the system's
            subprocess.run(["cmake", "-S", ROOT, "-B", build, "-G", "Ninja", *options], check=True)
        subprocess.run(["cmake", "--build", build, "--target", "crimekit_python"], check=True)
        prefix = Path(self.build_lib).resolve()
        subprocess.run(["cmake", "--install", build, "--component", "python", "--prefix", prefix], check=True)

    def get_outputs(self):
        return [str(path) for path in Path(self.build_lib, "crimekit").glob("*")]


setup(version=version(), packages=[], ext_modules=[Extension("crimekit._core", [])], cmdclass={"build_ext": CMakeBuild})
