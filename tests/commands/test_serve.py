# SPDX-License-Identifier: MIT
"""crims serve: the command's bytes, errors, limits, stepping, slow clients, and the end."""

import asyncio
import json
import random
import shlex
import shutil
import signal
import socket
import subprocess

import pytest

from conftest import TOWN
from serving import serving


@pytest.fixture(scope="module")
def models(town_model, tmp_path_factory):
    folder = tmp_path_factory.mktemp("models")
    shutil.copy(town_model, folder / "thornmere.gpkg")
    return folder


@pytest.fixture(scope="module")
def service(crims, models):
    with serving(crims, models) as running:
        yield running


def simulated(crims, model, folder, ending, *options):
    path = folder / f"crimes.{ending}"
    crims("simulate", "--model", model, *options, "--output", path, "--overwrite", "--quiet")
    return path.read_bytes()


@pytest.mark.parametrize("parameters, ending, options", [
    ({"month": "7"}, "json", ["--from", "2022-07", "--to", "2022-07"]),
    ({"month": "3", "year": "2021", "format": "csv"}, "csv", ["--from", "2021-03", "--to", "2021-03"]),
    ({"month": "2022-12", "seed": "7", "loading": "1.5", "placement": "none"}, "json",
     ["--from", "2022-12", "--to", "2022-12", "--seed", "7", "--loading", "1.5", "--placement", "none"]),
    ({"from": "2021-11", "to": "2022-04", "replicate": "3", "format": "csv", "placement": "uniform"}, "csv",
     ["--from", "2021-11", "--to", "2022-04", "--replicate", "3", "--placement", "uniform"]),
    ({"from": "2021-11", "to": "2022-02", "dispersion": "false", "near_repeat": "true"}, "json",
     ["--from", "2021-11", "--to", "2022-02", "--no-dispersion", "--near-repeat"]),
    ({"month": "5", "loading": "0"}, "json", ["--from", "2022-05", "--to", "2022-05", "--loading", "0"]),
])
def test_the_bytes_are_the_commands(crims, service, models, tmp_path, parameters, ending, options):
    for _ in range(2):  # the second from what is kept
        answer = service.ask("/data", force="Thornmere", **parameters)
        assert answer.status == 200, answer.body
        assert answer.body == simulated(crims, models / "thornmere.gpkg", tmp_path, ending, *options)
    assert answer.fields["crims-simulated"] == "1" and answer.fields["crims-seed"] == parameters.get("seed", "1")
    assert len(answer.fields["crims-model"]) == 64


def test_pandas_reads_it_as_it_read_crims(service):
    pd = pytest.importorskip("pandas")
    df1 = pd.read_csv(f"http://localhost:{service.port}/data?force=Thornmere&month=3&format=csv")
    df2 = pd.read_json(f"http://localhost:{service.port}/data?force=Thornmere&month=3", orient="table")
    assert len(df1) == len(df2) > 300 and list(df1.MSOA) == list(df2.MSOA)
    assert {"MSOA", "crime_type", "description", "time", "suspect"} <= set(df2.reset_index().columns)


def test_the_samples_end_with_the_line_that_starts_the_service(crims, town_model, tmp_path):
    script = (TOWN / "run").read_text(encoding="utf-8")
    (tmp_path / "samples/out").mkdir(parents=True)
    shutil.copy(town_model, tmp_path / "samples/out/model.gpkg")
    end = "out=samples/out\n" + script[script.index('echo "A web page of the simulated town'):]
    told = subprocess.run(["bash", "-euc", end], cwd=tmp_path, check=True, capture_output=True, text=True).stdout
    program, command, option, models = shlex.split(told.splitlines()[-1])
    assert (program, command, option) == (f"{tmp_path}/build/release/bin/crims", "serve", "--models")
    with serving(crims, models) as service:
        assert b"<h1>Simulated crime</h1>" in service.ask("/").body
        assert [each["force"] for each in service.ask("/forces").json] == ["Thornmere"]


def test_a_geopackage_has_the_same_crimes(crims, service, tmp_path):
    from osgeo import ogr
    answer = service.ask("/data", force="Thornmere", month="7", format="gpkg")
    (tmp_path / "crimes.gpkg").write_bytes(answer.body)
    source = ogr.Open(str(tmp_path / "crimes.gpkg"))
    layer = source.GetLayer(0)
    rows = json.loads(service.ask("/data", force="Thornmere", month="7").body)["data"]
    assert [(f.GetFID(), f["MSOA"], f["code"]) for f in layer] == [(row["id"], row["MSOA"], row["code"]) for row in rows]


def test_what_is_not_changed_is_not_sent(service):
    first = service.ask("/data", force="Thornmere", month="7")
    again = service.ask("/data", force="thornmere", month="2022-07", fields={"If-None-Match": first.fields["etag"]})
    assert (again.status, again.body) == (304, b"")
    assert service.ask("/data", force="Thornmere", month="8", fields={"If-None-Match": first.fields["etag"]}).status == 200
    head = service.ask("/data", method="HEAD", force="Thornmere", month="7")
    assert head.body == b"" and int(head.fields["content-length"]) == len(first.body)


@pytest.mark.parametrize("path, parameters, status, words", [
    ("/data", {"month": "7"}, 400, "force is missing"),
    ("/data", {"force": "Thornmere"}, 400, "month is missing"),
    ("/data", {"force": "Thornmere", "month": "13"}, 400, "month '13': expected 1 to 12 or YYYY-MM"),
    ("/data", {"force": "Thornmere", "month": "7", "formt": "csv"}, 400, "the nearest is format"),
    ("/data", {"force": "Thornmere", "month": "7", "format": "xlsx"}, 400, "expected one of json, csv, gpkg"),
    ("/data", {"force": "Thornmere", "month": "7", "loading": "/etc/passwd"}, 400, "loading '/etc/passwd': expected a number"),
    ("/data", {"force": "Thornmere", "month": "7", "seed": "-1"}, 400, "seed"),
    ("/data", {"force": "Thornmere", "from": "2022-02", "to": "2022-01"}, 400, "to 2022-01 is before from 2022-02"),
    ("/data", {"force": "Durham", "month": "7"}, 404, "Thornmere"),
    ("/map", {"force": "Thornmere", "month": "7", "crime_type": "arson"}, 404, "no crime type 'arson'"),
    ("/data", {"force": "Thornmere", "from": "2000-01", "to": "2090-01", "loading": "100"}, 413, "crimes are expected"),
    ("/nothing", {}, 404, "there is nothing at '/nothing'"),
])
def test_errors_are_the_commands_sentences(service, models, path, parameters, status, words):
    answer = service.ask(path, **parameters)
    assert answer.status == status and words in answer.error
    assert str(models) not in answer.error and "⟨" not in answer.error and "--" not in answer.error


def test_map_summary_and_zones_are_of_the_same_crimes(service):
    rows = service.ask("/data", force="Thornmere", month="7", seed="9").json["data"]
    told = service.ask("/summary", force="Thornmere", month="7", seed="9").json
    assert told["crimes"] == len(rows) == sum(told["hours"]) == sum(map(sum, told["counts"]))
    at = told["zones"].index(rows[0]["MSOA"]), told["crime_types"].index(rows[0]["crime_type"])
    alike = [row for row in rows if (row["MSOA"], row["crime_type"]) == (rows[0]["MSOA"], rows[0]["crime_type"])]
    assert told["counts"][at[0]][at[1]] == len(alike)
    outlines = service.ask("/zones", force="Thornmere").json
    assert {f["properties"]["zone"] for f in outlines["features"]} <= set(told["zones"])
    svg, png = (service.ask("/map", force="Thornmere", month="7", format=format) for format in ("svg", "png"))
    assert svg.body.startswith(b"<?xml") and png.body.startswith(b"\x89PNG")
    page = service.ask("/map", force="Thornmere", month="7", crime_type="burglary")
    assert page.status == 200 and b"{{" not in page.body and b"crime_type=burglary" in page.body


def test_stepping_gives_the_crimes_of_the_command(crims, service, town_model):
    made = service.ask("/simulators", "POST", {"force": "Thornmere", "start": "2022-01-01", "seed": 5})
    assert made.status == 201
    at = f"/simulators/{made.json['id']}"
    steps = [{"days": 3}, {"until": "2022-02-10T12:00"}]
    loading = {"value": 0.5, "crime_types": ["burglary"]}
    answers = [service.ask(at + "/advance", "POST", steps[0]), service.ask(at + "/loading", "POST", loading),
               service.ask(at + "/advance", "POST", steps[1]), service.ask(at + "/expected")]
    lines = [{"do": "advance", **steps[0]}, {"do": "set_loading", **loading}, {"do": "advance", **steps[1]}, {"do": "expected"}]
    done = crims("step", "--model", town_model, "--start", "2022-01-01", "--seed", "5", stdin="\n".join(map(json.dumps, lines)))
    assert b"".join(answer.body for answer in answers).decode() == done.out
    wrong = service.ask(at + "/advance", "POST", {"until": "1999-01-01"})
    assert wrong.status == 400 and "time only goes on" in wrong.error
    assert service.ask(at + "/save", "POST", {"path": "/tmp/x"}).status == 404
    assert service.ask(at + "/advance", "POST", {"days": 1}, {"Content-Type": "text/plain"}).status == 415
    assert service.ask(at, "DELETE").status == 204 and service.ask(at).status == 404


def test_a_simulator_far_from_the_models_data_comes_with_a_warning(service):
    for start, warned in (("2035-01-01", True), ("2022-01-01", False)):
        made = service.ask("/simulators", "POST", {"force": "Thornmere", "start": start})
        assert ("months beyond the model's data" in made.fields.get("crims-warning", "")) == warned
        service.ask(f"/simulators/{made.json['id']}", "DELETE")


def test_simulators_have_a_limit(crims, models):
    with serving(crims, models, "--most-simulators", "1") as service:
        begin = {"force": "Thornmere", "start": "2022-01-01"}
        assert service.ask("/simulators", "POST", begin).status == 201
        refused = service.ask("/simulators", "POST", begin)
        assert refused.status == 503 and refused.fields["retry-after"] == "1"


def test_only_its_own_names_are_answered(crims, service, models):
    for host, status in [("evil.example", 403), ("localhost:1", 200), ("[::1]:5000", 200), ("10.1.2.3", 200), ("a b", 403)]:
        assert service.ask("/health", fields={"Host": host}).status == status, host
    with serving(crims, models, "--host-name", "crims.example.org") as named:
        assert named.ask("/health", fields={"Host": "Crims.Example.ORG:80"}).status == 200


@pytest.mark.parametrize("bytes_, status", [
    (b"nonsense\r\n\r\n", 400),
    (b"GET / HTTP/1.1\r\n\r\n", 400),  # no Host
    (b"GET / HTTP/1.1\r\nHost: localhost\r\nHost: localhost\r\n\r\n", 400),
    (b"GET /" + b"a" * 9000 + b" HTTP/1.1\r\nHost: localhost\r\n\r\n", 414),
    (b"GET / HTTP/1.1\r\nHost: localhost\r\nA: " + b"a" * 20000 + b"\r\n\r\n", 431),
    (b"POST /simulators HTTP/1.1\r\nHost: localhost\r\nContent-Length: 99999999\r\n\r\n", 413),
    (b"POST /simulators HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab", 400),
    (b"POST /simulators HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 411),
    (b"GET /data?force=%zz HTTP/1.1\r\nHost: localhost\r\n\r\n", 400),
    (b"GET /data?force=%ff HTTP/1.1\r\nHost: localhost\r\n\r\n", 400),
    (b"PUT /data HTTP/1.1\r\nHost: localhost\r\n\r\n", 405),
])
def test_what_is_no_request_is_refused(service, bytes_, status):
    with socket.create_connection(("127.0.0.1", service.port), timeout=20) as client:
        client.sendall(bytes_)
        client.shutdown(socket.SHUT_WR)
        answer = b"".join(iter(lambda: client.recv(65536), b""))
    assert answer.startswith(f"HTTP/1.1 {status} ".encode()), answer[:200]
    assert b'{"error":' in answer


def test_slow_and_half_open_clients_keep_nobody_waiting(service):
    slow = []
    try:
        for number in range(300):
            client = socket.create_connection(("127.0.0.1", service.port))
            client.sendall([b"", b"GET /data?for", b"GET /data?force=Thornmere&from=2015-01&to=2022-12 HTTP/1.1\r\nHost: localhost\r\n\r\n"][number % 3])
            slow.append(client)
        for _ in range(5):
            assert service.ask("/data", force="Thornmere", month="7", timeout=5).status == 200
    finally:
        for client in slow:
            client.close()


def test_many_clients_at_once_get_no_wrong_byte(service):
    expected = {}
    for month in range(1, 13):
        path = f"/data?force=Thornmere&month={month}&format=csv"
        expected[path] = service.ask(path).body

    async def ask(path):
        reader, writer = await asyncio.open_connection("127.0.0.1", service.port)
        writer.write(f"GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".encode())
        answer = await reader.read()
        writer.close()
        head, _, body = answer.partition(b"\r\n\r\n")
        return path, head.split(b" ")[1], body

    async def everybody():
        return await asyncio.gather(*(ask(random.Random(i).choice(list(expected))) for i in range(500)))

    for path, status, body in asyncio.run(everybody()):
        assert status == b"200" and body == expected[path]


def test_a_changed_model_is_read_again(crims, town_model, tmp_path):
    import sqlite3
    shutil.copy(town_model, tmp_path / "town.gpkg")
    with serving(crims, tmp_path) as service:
        before = service.ask("/data", force="Thornmere", month="7")
        with sqlite3.connect(tmp_path / "town.gpkg") as model:
            model.execute("UPDATE incidence SET jul = jul * 2")
        after = service.ask("/data", force="Thornmere", month="7")
        assert len(after.body) > 1.5 * len(before.body) and after.fields["etag"] != before.fields["etag"]
        (tmp_path / "town.gpkg").unlink()
        assert service.ask("/data", force="Thornmere", month="7").status == 404


def test_sigterm_finishes_what_is_under_way(crims, models, tmp_path):
    parameters = "from=2010-01&to=2022-12&format=csv"
    with serving(crims, models) as service:
        with socket.create_connection(("127.0.0.1", service.port), timeout=60) as client:
            client.sendall(f"GET /data?force=Thornmere&{parameters} HTTP/1.0\r\nHost: localhost\r\n\r\n".encode())
            answer = client.recv(1000)
            service.process.send_signal(signal.SIGTERM)
            while piece := client.recv(65536):
                answer += piece
        assert service.process.wait(timeout=30) == 0
    whole = simulated(crims, models / "thornmere.gpkg", tmp_path, "csv", "--from", "2010-01", "--to", "2022-12")
    assert answer.partition(b"\r\n\r\n")[2] == whole


def values_for(schema, random_):
    """A value that the description allows, or (one in four) any other."""
    if random_.random() < 0.25:
        return random_.choice(["", "x", "-1", "1e999", "%", "\x00", "ü" * 50, "9" * 30, "' OR 1=1", "../../etc/passwd", "<script>"])
    if "enum" in schema:
        return random_.choice(schema["enum"])
    if schema["type"] == "boolean":
        return random_.choice(["true", "false"])
    if schema["type"] in ("integer", "number"):
        return str(random_.randint(int(schema.get("minimum", 0)), int(min(schema.get("maximum", 20), 20))))
    return random_.choice(["Thornmere", "2022-05", "7", "burglary"])


def test_whatever_is_asked_is_answered_as_described(service):
    paths = service.ask("/openapi.json").json["paths"]
    random_ = random.Random(18)
    for _ in range(400):
        path = random_.choice([path for path in paths if "get" in paths[path]])
        operation = paths[path]["get"]
        parameters = {one["name"]: values_for(one["schema"], random_) for one in operation["parameters"]
                      if one["in"] == "query" and (one["required"] or random_.random() < 0.3)}
        answer = service.ask(path.replace("{id}", "page.css"), **parameters)
        assert str(answer.status) in operation["responses"] or answer.status == 200, (path, parameters, answer.status, answer.body[:200])
        if answer.status >= 400:
            assert set(answer.json) == {"error"} and "/tmp" not in answer.error
    assert service.ask("/health").json["status"] == "ok"
