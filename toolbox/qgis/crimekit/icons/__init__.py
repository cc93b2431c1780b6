# SPDX-License-Identifier: MIT
from pathlib import Path


def icon_path(name):
    """The icon of that name, or the provider's where there is none."""
    folder = Path(__file__).parent
    own = folder / f"{name}.svg"
    return str(own if own.is_file() else folder / "crimekit.svg")
