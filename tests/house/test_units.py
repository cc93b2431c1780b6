# SPDX-License-Identifier: MIT
"""The systemd unit of crims serve, as systemd itself judges it, and the socket that systemd hands over. No service is started here."""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
CRIMS = Path(os.environ.get("CRIMS", ROOT / "build/dev/bin/crims")).resolve()

sys.path.insert(0, str(ROOT / "tests/python"))
from town_model import town_model  # noqa: E402


def needs(program):
    if shutil.which(program) is None:
        pytest.skip(f"{program} is missing: the Debian package systemd")
    return program


@pytest.fixture
def units(tmp_path):
    """As installed, where the command is."""
    for name in ("crims.service", "crims.socket"):
        text = (ROOT / "packaging" / name).read_text()
        text = text.replace("ExecStart=crims ", f"ExecStart={CRIMS} ")
        (tmp_path / name).write_text("".join(line for line in text.splitlines(keepends=True) if not line.startswith("Documentation=")))
    return tmp_path


def test_systemd_understands_the_units(units):
    done = subprocess.run([needs("systemd-analyze"), "verify", units / "crims.service", units / "crims.socket"], capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")


def test_the_service_has_no_right_it_does_not_need(units):
    done = subprocess.run([needs("systemd-analyze"), "security", "--offline=yes", "--threshold=10", "--no-pager", units / "crims.service"],
                          capture_output=True, text=True)
    level = re.search(r"Overall exposure level for crims.service: ([\d.]+)", done.stdout)
    assert level, done.stdout + done.stderr
    assert float(level[1]) <= 0.5


@pytest.mark.parametrize("setting", ["DynamicUser=yes", "ProtectSystem=strict", "PrivateNetwork=yes", "NoNewPrivileges=yes", "CapabilityBoundingSet="])
def test_the_promises_of_the_page_stand_in_the_unit(setting):
    assert setting in (ROOT / "packaging/crims.service").read_text().splitlines()


def test_the_unit_starts_the_command_with_options_it_has():
    command = re.search(r"^ExecStart=crims (serve .*)$", (ROOT / "packaging/crims.service").read_text(), re.M)[1].replace("$CRIMS_OPTIONS", "")
    options = set(re.findall(r"--[a-z-]+", command))
    help_text = subprocess.run([CRIMS, "serve", "--help"], capture_output=True, text=True, check=True).stdout
    assert options and all(option in help_text for option in options)


def test_it_serves_at_the_socket_that_it_is_given_and_opens_none(tmp_path):
    """In a network namespace of its own, as with PrivateNetwork, the given socket is the only way to it."""
    needs("systemd-socket-activate")
    models = tmp_path / "models"
    models.mkdir()
    town_model(tmp_path).rename(models / "thornmere.gpkg")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    alone = ["unshare", "--net"] if os.geteuid() == 0 and subprocess.run(["unshare", "--net", "true"], capture_output=True).returncode == 0 else []
    process = subprocess.Popen(["systemd-socket-activate", f"--listen=127.0.0.1:{port}", *alone, str(CRIMS), "serve", "--models", str(models)],
                               stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        for _ in range(100):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.05)
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/forces", timeout=30) as answer:
            assert b"Thornmere" in answer.read()
    finally:
        process.send_signal(signal.SIGTERM)
        status = process.wait(timeout=60)
    assert status == 0, "it ends in order when it is asked to"
