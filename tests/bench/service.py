#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""service.py FOLDER FORCE: how fast `crims serve` answers from the models of a folder.

CriMS's Flask service needs 92 seconds for a month of a force, each time. The binary is CRIMS, or build/dev/bin/crims. What is told is
the median; with many clients at once every answer is compared with the first.
"""

import asyncio
import os
import re
import statistics
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from urllib.parse import urlencode

ROOT = Path(__file__).resolve().parents[2]
CRIMS = os.environ.get("CRIMS", str(ROOT / "build/dev/bin/crims"))
FLASK = 92.0


def seconds(address, times, changed=None):
    taken = []
    for number in range(times):
        begin = time.perf_counter()
        with urllib.request.urlopen(address + (f"&{changed}={number + 100}" if changed else "")) as answer:
            answer.read()
        taken.append(time.perf_counter() - begin)
    return statistics.median(taken)


async def many(port, path, clients, expected):
    async def one():
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(f"GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".encode())
        answer = await reader.read()
        writer.close()
        head, _, body = answer.partition(b"\r\n\r\n")
        return head.split(b" ")[1], body == expected

    begin = time.perf_counter()
    answers = await asyncio.gather(*(one() for _ in range(clients)))
    taken = time.perf_counter() - begin
    right = sum(status == b"200" and same for status, same in answers)
    busy = sum(status == b"503" for status, _ in answers)
    return taken, right, busy


def resident(process):
    return int(re.search(r"VmHWM:\s+(\d+)", Path(f"/proc/{process.pid}/status").read_text())[1]) // 1024


def main(folder, force):
    with subprocess.Popen([CRIMS, "serve", "--models", folder, "--listen", "127.0.0.1:0"], stdout=subprocess.PIPE, text=True) as process:
        address = process.stdout.readline().strip()
        port = int(re.search(r":(\d+)/", address)[1])
        query = urlencode({"force": force, "month": 7})
        rows = [("the first request, which reads the model", seconds(f"{address}data?{query}", 1)),
                ("/data, another seed each time", seconds(f"{address}data?{query}", 30, "seed")),
                ("/data, kept", seconds(f"{address}data?{query}", 100)),
                ("/map, the first, which prepares the zones", seconds(f"{address}map?{query}&format=svg", 1)),
                ("/map, another seed each time", seconds(f"{address}map?{query}&format=svg", 10, "seed")),
                ("/map, kept", seconds(f"{address}map?{query}&format=svg", 100))]
        for what, taken in rows:
            print(f"{what:45} {1000 * taken:9.2f} ms   {1 / taken:8.0f} a second   {FLASK / taken:8.0f} times as fast as CriMS's")
        with urllib.request.urlopen(f"{address}data?{query}") as answer:
            expected = answer.read()
        for clients in (100, 1000):
            taken, right, busy = asyncio.run(many(port, f"/data?{query}", clients, expected))
            print(f"{clients} clients at once, {len(expected)} bytes each: {right} right, {busy} told to come again, {taken:.2f} s, "
                  f"{clients / taken:.0f} a second; at most {resident(process)} MB")
        process.terminate()


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    main(sys.argv[1], sys.argv[2])
