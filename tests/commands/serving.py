# SPDX-License-Identifier: MIT
"""A running `crims serve`, for tests."""

import http.client
import json
import re
import subprocess
from contextlib import contextmanager
from dataclasses import dataclass
from urllib.parse import urlencode


@dataclass
class Answer:
    status: int
    fields: dict
    body: bytes

    @property
    def json(self):
        return json.loads(self.body)

    @property
    def error(self):
        return self.json["error"]


class Service:
    def __init__(self, process, port):
        self.process, self.port = process, port

    def ask(self, path, method="GET", body=None, fields=None, timeout=60, **parameters):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=timeout)
        fields = dict(fields or {})
        if body is not None:
            body = json.dumps(body)
            fields.setdefault("Content-Type", "application/json")
        connection.request(method, path + ("?" + urlencode(parameters) if parameters else ""), body, fields)
        answer = connection.getresponse()
        told = Answer(answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read())
        connection.close()
        return told


@contextmanager
def serving(crims, models, *options):
    process = subprocess.Popen([str(crims.binary), "serve", "--models", str(models), "--listen", "127.0.0.1:0", *map(str, options)],
                               stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    try:
        line = process.stdout.readline()
        assert line, process.stderr.read()
        yield Service(process, int(re.search(r":(\d+)/", line)[1]))
    finally:
        process.kill()
        process.communicate()
