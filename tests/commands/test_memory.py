# SPDX-License-Identifier: MIT
"""Where memory ends, the run ends with one line that says so, writes nothing, and leaves what was there. (tests/soak tries many limits.)"""

import os
import resource
import subprocess
from pathlib import Path

import pytest

pytestmark = pytest.mark.skipif("ASAN_OPTIONS" in os.environ, reason="the sanitizers keep memory of their own")

ROOT = Path(__file__).resolve().parents[2]
HEADER = "treated_pre,treated_post,control_pre,control_post\n"


@pytest.fixture(scope="module")
def counts():
    """counts(rows, limit, folder): a run over so many rows with so many bytes of addresses."""
    binary = Path(os.environ.get("WDD", ROOT / "build/dev/bin/wdd")).resolve()

    def run(rows, limit, folder):
        table = folder / f"{rows}.csv"
        if not table.exists():
            table.write_text(HEADER + "7,3,9,8\n" * rows)
        return subprocess.run([binary, "counts", "--input", table, "--output", folder / "o.csv", "--overwrite"], capture_output=True, text=True,
                              check=False, preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (limit, limit)))

    return run


def least(works, low, high):
    """The least limit that works, to 4 MB."""
    while high - low > 4 << 20:
        middle = (low + high) // 2
        low, high = (low, middle) if works(middle) else (middle, high)
    return high


def test_a_run_without_memory_says_so_in_one_line(counts, tmp_path):
    few = least(lambda limit: counts(1, limit, tmp_path).returncode == 0, 16 << 20, 4 << 30)
    many = least(lambda limit: counts(100_000, limit, tmp_path).returncode == 0, few, few + (1 << 30))
    assert many > few + (24 << 20)
    (tmp_path / "o.csv").write_text("as it was")
    tried = 5
    for i in range(tried):  # between the two: GDAL is there, and the rows are too many
        limit = few + (6 << 20) + (many - few - (12 << 20)) * i // tried
        run = counts(100_000, limit, tmp_path)
        assert (run.returncode, run.stderr, run.stdout) == (1, "wdd: error: out of memory\n", "")
        assert (tmp_path / "o.csv").read_text() == "as it was"
        assert not [path for path in tmp_path.iterdir() if path.name.startswith(".")]
