# SPDX-License-Identifier: MIT
"""What NetLogo's extension py starts: a Python program that prints a port and serves one connection, one JSON object a line.

{"type": 0, "body": STATEMENTS} runs, {"type": 1, "body": EXPRESSION} answers with its value, {"type": 2, "body": {"varName": ..., "value": ...}}
sets a variable, {"type": -1} ends. Answers are {"type": 0, "body": ...}, or {"type": 1, "body": {"message": ..., "longMessage": ...}} for an
exception. Written for the tests after the extension's own description; NETLOGO_HOME or PYEXT names the real one.
"""

import json
import os
import socket
import sys
import traceback

QUIT, STATEMENT, EXPRESSION, ASSIGNMENT = -1, 0, 1, 2


def answer(request, names):
    kind, body = request["type"], request.get("body")
    if kind == STATEMENT:
        exec(body, names)
        return ""
    if kind == EXPRESSION:
        return eval(body, names)
    if kind == ASSIGNMENT:
        names[body["varName"]] = body["value"]
        return ""
    raise ValueError(f"there is no request of type {kind}")


def serve(lines, send):
    names = {}
    for line in lines:
        request = json.loads(line)
        if request["type"] == QUIT:
            send({"type": 0})
            return
        try:
            told = json.dumps({"type": 0, "body": answer(request, names)})
        except Exception as error:
            told = json.dumps({"type": 1, "body": {"message": str(error), "longMessage": traceback.format_exc()}})
        send(json.loads(told))


def main():
    sys.path.insert(0, os.getcwd())
    with socket.create_server(("localhost", 0)) as server:
        print(server.getsockname()[1], flush=True)
        connection, _ = server.accept()
        with connection:
            serve(connection.makefile(encoding="utf-8"), lambda told: connection.sendall(json.dumps(told).encode() + b"\n"))


if __name__ == "__main__":
    main()
