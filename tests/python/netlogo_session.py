# SPDX-License-Identifier: MIT
"""NetLogo's side of its extension py: py:setup, py:run, py:runresult and py:set over the wire."""

import json
import os
import socket
import subprocess
from pathlib import Path

from town_model import BUILD


class ExtensionError(Exception):
    """What NetLogo shows as "Extension exception"."""


def extension():
    """The program that py:setup starts: NetLogo's own where it is installed, else the stand-in beside this file."""
    if os.environ.get("PYEXT"):
        return Path(os.environ["PYEXT"])
    home = os.environ.get("NETLOGO_HOME")
    found = sorted(Path(home).rglob("py/pyext.py")) if home else []
    return found[0] if found else Path(__file__).with_name("py_extension.py")


class Session:
    def __init__(self, folder):
        path = os.pathsep.join(p for p in (str(BUILD / "python"), os.environ.get("PYTHONPATH")) if p)
        self.process = subprocess.Popen(["/usr/bin/python3", "-B", extension()], cwd=folder, env={**os.environ, "PYTHONPATH": path},
                                        stdout=subprocess.PIPE, text=True)
        port = int(self.process.stdout.readline())
        self.connection = socket.create_connection(("localhost", port), timeout=60)
        self.connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.lines = self.connection.makefile(encoding="utf-8")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        try:
            self.request(-1, None)
            self.process.wait(timeout=30)
        finally:
            self.connection.close()
            self.process.kill()
            self.process.wait()
            self.process.stdout.close()

    def request(self, kind, body):
        self.connection.sendall(json.dumps({"type": kind, "body": body}).encode() + b"\n")
        told = json.loads(self.lines.readline())
        if told["type"] != 0:
            raise ExtensionError(told["body"]["message"])
        return told.get("body")

    def run(self, *statements):
        self.request(0, "\n".join(statements))

    def runresult(self, expression):
        return self.request(1, expression)

    def set(self, name, value):
        self.request(2, {"varName": name, "value": value})
