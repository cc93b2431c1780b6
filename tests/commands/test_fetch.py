# SPDX-License-Identifier: MIT
"""crims fetch, against a server on this machine that does what data.police.uk, S3 and bad lines do. Nothing reaches the internet."""

import csv
import hashlib
import http.server
import io
import json
import signal
import subprocess
import threading
import time
import zipfile
from urllib.parse import unquote

import pytest
from osgeo import gdal

HEADER = ("Crime ID,Month,Reported by,Falls within,Longitude,Latitude,Location,LSOA code,LSOA name,Crime type,"
          "Last outcome category,Context\r\n")


def street(month, force, rows=40):
    lines = [f"{force}{month}{i},{month},F,F,-2.6,51.{i:03},On or near,E01000001,L,Burglary,Under investigation,\r\n" for i in range(rows)]
    return (HEADER + "".join(lines)).encode()


def months(last, count):
    year, month = int(last[:4]), int(last[5:])
    result = []
    for _ in range(count):
        result.append(f"{year}-{month:02}")
        year, month = (year, month - 1) if month > 1 else (year - 1, 12)
    return result[::-1]


def archive(last, forces=("avon-and-somerset", "west-yorkshire"), absent=(), rows=40, method=zipfile.ZIP_DEFLATED):
    """An archive as data.police.uk has them: 36 months, all forces, other kinds of files too."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", method) as zipped:
        for month in months(last, 36):
            for force in forces:
                if (month, force) not in absent:
                    zipped.writestr(f"{month}/{month}-{force}-street.csv", street(month, force, rows))
                zipped.writestr(f"{month}/{month}-{force}-outcomes.csv", b"x" * 5000)
    return stream.getvalue()


class Server:
    """Files by path, with byte ranges and ETags as S3 gives them. `faults` are answers that come first, one a request:
    a status, a status with Retry-After, or ("cut", BYTES) of what should come."""

    def __init__(self):
        self.files, self.faults, self.moved, self.asked, self.ranges = {}, {}, {}, [], True
        outer = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def log_message(self, *_):
                pass

            def say(self, status, body=b"", **headers):
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name.replace("_", "-"), value)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def do_GET(self):
                path = unquote(self.path)
                wanted = self.headers.get("Range")
                outer.asked.append((path, wanted))
                fault = outer.faults[path].pop(0) if outer.faults.get(path) else None
                if isinstance(fault, int):
                    return self.say(fault)
                if isinstance(fault, tuple) and fault[0] != "cut":
                    return self.say(fault[0], Retry_After=fault[1])
                if callable(fault):
                    fault()
                if path in outer.moved:
                    return self.say(302, Location=outer.address + outer.moved[path])
                if path not in outer.files:
                    return self.say(404)
                content = outer.files[path]
                tag = '"%s"' % hashlib.md5(content).hexdigest()
                if not wanted or not outer.ranges:
                    return self.say(200, content, ETag=tag)
                if self.headers.get("If-Match", tag) != tag:
                    return self.say(412)
                first, last = (int(number) for number in wanted.removeprefix("bytes=").split("-"))
                part = content[first:last + 1]
                headers = {"ETag": tag, "Content_Range": f"bytes {first}-{first + len(part) - 1}/{len(content)}"}
                if isinstance(fault, tuple):
                    self.send_response(206)
                    for name, value in headers.items():
                        self.send_header(name.replace("_", "-"), value)
                    self.send_header("Content-Length", str(len(part)))
                    self.end_headers()
                    self.wfile.write(part[:fault[1]])
                    self.wfile.flush()
                    self.close_connection = True
                    return None
                return self.say(206, part, **headers)

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.address = "http://127.0.0.1:%d" % self.server.server_address[1]
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def bytes_asked(self, path):
        return sum(int(end) - int(begin) + 1 for asked, wanted in self.asked if asked == path and wanted
                   for begin, end in [wanted.removeprefix("bytes=").split("-")])


@pytest.fixture
def server():
    result = Server()
    yield result
    result.server.shutdown()
    result.server.server_close()


def arguments(server, *more, force="Avon & Somerset", first="2020-01", last="2020-03", output="data"):
    return ["fetch", "--force", force, *(["--from", first, "--to", last] if first else []), "--output", output,
            "--address", server.address + "/archive", "--api", server.address + "/api", *more]


@pytest.fixture
def fetch(crims, server, tmp_path):
    def run(*more, check=True, **what):
        return crims(*arguments(server, *more, **what), check=check, cwd=tmp_path)

    run.folder = tmp_path / "data"
    return run


def files(folder):
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*.csv"))}


def expected(*wanted, force="avon-and-somerset", rows=40):
    return {f"{month}/{month}-{force}-street.csv": street(month, force, rows) for month in wanted}


def test_only_what_is_needed_is_fetched(fetch, server):
    server.files["/archive/2020-03.zip"] = archive("2020-03", rows=2000, method=zipfile.ZIP_STORED)
    run = fetch("--json", "-")
    assert files(fetch.folder) == expected("2020-01", "2020-02", "2020-03", rows=2000)
    told = run.json["crimes"]
    content = {file["path"]: file["sha256"] for file in told["files"]}
    assert content == {path: hashlib.sha256(data).hexdigest() for path, data in files(fetch.folder).items()}
    assert told["force"] == "avon-and-somerset" and told["missing"] == [] and told["archives"][0]["etag"]
    needed = sum(len(data) for data in files(fetch.folder).values())
    whole = len(server.files["/archive/2020-03.zip"])
    assert needed < run.json["received_bytes"] < needed + 120_000 < whole / 5


def test_the_folder_is_a_download(fetch, server, crims, tmp_path):
    server.files["/archive/2020-03.zip"] = archive("2020-03")
    fetch()
    told = crims("audit", "--crimes", "data", "--json", "-", cwd=tmp_path).json
    assert "avon-and-somerset" in json.dumps(told)
    counts = crims("counts", "--crimes", "data", "--force", "Avon and Somerset", "--output", "-", cwd=tmp_path)
    assert sum(int(row["crimes"]) for row in csv.DictReader(io.StringIO(counts.out))) == 120


def test_several_archives_hold_a_long_time(fetch, server):
    server.files["/archive/2020-03.zip"] = archive("2020-03")
    server.files["/archive/2017-03.zip"] = archive("2017-03")
    fetch(first="2016-12", last="2020-03")
    assert files(fetch.folder) == expected(*months("2020-03", 40))
    manifest = json.loads((fetch.folder / "fetched.json").read_text())
    assert len(manifest["archives"]) == 2 and len(manifest["files"]) == 40


def test_an_archive_may_lie_elsewhere(fetch, server):
    """data.police.uk sends whoever asks to the place where the archives are."""
    server.moved["/archive/2020-03.zip"] = "/bucket/2020-03.zip"
    server.files["/bucket/2020-03.zip"] = archive("2020-03")
    fetch()
    assert files(fetch.folder) == expected("2020-01", "2020-02", "2020-03")


def test_a_folder_that_is_a_file_is_named(fetch, server, tmp_path):
    (tmp_path / "data").write_text("mine")
    assert "data" in fetch(check=1).err and (tmp_path / "data").read_text() == "mine"


def test_a_newer_archive_may_be_named(fetch, server):
    server.files["/archive/2021-06.zip"] = archive("2021-06")
    fetch("--archive", "2021-06")
    assert files(fetch.folder) == expected("2020-01", "2020-02", "2020-03")
    assert "does not hold" in fetch("--archive", "2019-01", check=2).err


def test_an_archive_that_is_not_there_is_named(fetch, server):
    error = fetch(check=1).err
    assert "/archive/2020-03.zip" in error and "404 Not Found" in error and "--archive" in error
    assert files(fetch.folder) == {}


def test_a_month_that_the_force_lacks_is_told(fetch, server):
    server.files["/archive/2020-03.zip"] = archive("2020-03", absent={("2020-02", "avon-and-somerset")})
    run = fetch()
    assert files(fetch.folder) == expected("2020-01", "2020-03")
    assert "no file of the force for: 2020-02" in run.out
    assert fetch(first="2020-02", last="2020-02", check=1).err


def test_a_force_that_is_not_there_is_named(fetch, server):
    server.files["/archive/2020-03.zip"] = archive("2020-03")
    assert "west-yorkshire" in fetch(force="West Yorkshyre", check=1).err


def test_what_is_there_is_not_fetched_again(fetch, server):
    server.files["/archive/2020-03.zip"] = archive("2020-03", rows=2000)
    fetch()
    before = len(server.asked)
    stamp = (fetch.folder / "2020-01/2020-01-avon-and-somerset-street.csv").stat().st_mtime_ns
    run = fetch("--json", "-")
    assert all(file["fetched_before"] for file in run.json["crimes"]["files"])
    assert len(server.asked) - before <= 3  # size, end and directory
    assert (fetch.folder / "2020-01/2020-01-avon-and-somerset-street.csv").stat().st_mtime_ns == stamp


def test_a_cut_connection_goes_on_where_it_ended(fetch, server):
    path = "/archive/2020-03.zip"
    server.files[path] = archive("2020-03", rows=2000, method=zipfile.ZIP_STORED)
    server.faults[path] = [None, None, None, ("cut", 50_000), ("cut", 0), None]
    fetch(first="2020-03")
    assert files(fetch.folder) == expected("2020-03", rows=2000)
    begins = [int(wanted.removeprefix("bytes=").split("-")[0]) for asked, wanted in server.asked[3:6]]
    assert begins[1] == begins[2] == begins[0] + 50_000


def test_a_server_that_cuts_for_ever_is_given_up(fetch, server):
    path = "/archive/2020-03.zip"
    server.files[path] = archive("2020-03")
    server.faults[path] = [None, None, None] + [("cut", 0)] * 50
    error = fetch("--retries", "1", check=1).err
    assert "after 2 tries" in error and files(fetch.folder) == {}
    assert not [path for path in fetch.folder.rglob("*") if path.is_file()]


@pytest.mark.parametrize("fault", [429, 503, (429, "1"), (503, "1"), (503, "Wed, 01 Jan 2020 00:00:00 GMT"), (429, "soon")])
def test_a_busy_server_is_asked_again(fetch, server, fault):
    path = "/archive/2020-03.zip"
    server.files[path] = archive("2020-03")
    server.faults[path] = [fault]
    fetch()
    assert files(fetch.folder) == expected("2020-01", "2020-02", "2020-03")


def test_the_time_that_a_server_names_is_waited(fetch, server):
    path = "/archive/2020-03.zip"
    server.files[path] = archive("2020-03")
    server.faults[path] = [(503, "2")]
    began = time.monotonic()
    fetch()
    assert time.monotonic() - began > 2


def test_a_server_that_asks_for_hours_is_left_alone(fetch, server):
    server.faults["/archive/2020-03.zip"] = [(429, "7200")]
    error = fetch(check=1).err
    assert "429 Too Many Requests" in error and "7200 seconds" in error


def test_a_replaced_archive_is_noticed_while_it_is_read(fetch, server):
    path = "/archive/2020-03.zip"
    server.files[path] = archive("2020-03")

    def replace():
        server.files[path] = archive("2020-03", rows=41)

    server.faults[path] = [None, None, None, None, replace]
    error = fetch(check=1).err
    assert "replaced" in error and "run again" in error
    assert set(files(fetch.folder)) <= set(expected("2020-01"))
    fetch()
    assert files(fetch.folder) == expected("2020-01", "2020-02", "2020-03", rows=41)


def test_a_replaced_archive_is_noticed_by_the_next_run(fetch, server):
    path = "/archive/2020-03.zip"
    server.files[path] = archive("2020-03")
    fetch()
    server.files[path] = archive("2020-03", rows=41)
    run = fetch()
    assert "was replaced on the server" in run.err
    assert files(fetch.folder) == expected("2020-01", "2020-02", "2020-03", rows=41)


def test_a_file_that_is_the_users_own_is_not_replaced(fetch, server):
    server.files["/archive/2020-03.zip"] = archive("2020-03")
    fetch()
    own = fetch.folder / "2020-02/2020-02-avon-and-somerset-street.csv"
    own.write_bytes(own.read_bytes() + b"mine")
    assert "--overwrite" in fetch(check=1).err and own.read_bytes().endswith(b"mine")
    fetch("--overwrite")
    assert files(fetch.folder) == expected("2020-01", "2020-02", "2020-03")


def test_a_server_without_byte_ranges_is_refused(fetch, server):
    server.files["/archive/2020-03.zip"] = archive("2020-03")
    server.ranges = False
    assert "byte ranges" in fetch(check=1).err


@pytest.mark.parametrize("damage", ["truncated", "content", "no archive"])
def test_a_damaged_archive_leaves_no_file(fetch, server, damage):
    content = archive("2020-03", method=zipfile.ZIP_STORED)
    at = content.index(b"avon-and-somerset2020-020,2020-02")
    server.files["/archive/2020-03.zip"] = {
        "truncated": content[:len(content) // 2], "content": content[:at] + b"X" + content[at + 1:], "no archive": b"<html>" * 100}[damage]
    error = fetch(check=1).err
    assert "/archive/2020-03.zip" in error
    assert set(files(fetch.folder)) <= set(expected("2020-01"))
    if damage == "content":
        assert "checksum" in error and "2020-02-avon-and-somerset-street.csv" in error


def test_a_server_that_is_not_there_is_named(crims, tmp_path):
    run = crims("fetch", "--force", "Kent", "--from", "2020-01", "--to", "2020-01", "--output", "data", "--address",
                "http://127.0.0.1:9/archive", "--retries", "0", check=1, cwd=tmp_path)
    assert "127.0.0.1" in run.err and "after 1 tries" in run.err


def test_a_killed_run_is_continued(fetch, server, crims, tmp_path):
    path = "/archive/2020-03.zip"
    server.files[path] = archive("2020-03", rows=500)
    server.faults[path] = [None] * 8 + [lambda: time.sleep(30)]
    process = subprocess.Popen([str(crims.binary), *arguments(server, first="2019-10")], cwd=tmp_path, stderr=subprocess.DEVNULL,
                               stdout=subprocess.DEVNULL)
    deadline = time.monotonic() + 20
    while len(server.asked) < 9 and time.monotonic() < deadline:
        time.sleep(0.02)
    process.send_signal(signal.SIGKILL)
    process.wait()
    left = files(fetch.folder)
    assert left and left.items() <= expected(*months("2020-03", 6), rows=500).items()
    before = len(server.asked)
    run = fetch("--json", "-", first="2019-10")
    assert files(fetch.folder) == expected(*months("2020-03", 6), rows=500)
    assert sum(file["fetched_before"] for file in run.json["crimes"]["files"]) == len(left)
    assert len(server.asked) - before == 3 + 6 - len(left)


# --- neighbourhoods ---------------------------------------------------------------------------------------------------


def square(x, y, size=0.01):
    return [{"latitude": str(b), "longitude": str(a)} for a, b in ((x, y), (x + size, y), (x + size, y + size), (x, y + size))]


@pytest.fixture
def api(server):
    server.files["/api/forces"] = json.dumps([{"id": "avon-and-somerset", "name": "Avon and Somerset Constabulary"},
                                              {"id": "kent", "name": "Kent Police"}]).encode()
    places = {"AE1/x y": ("Old & New", square(-2.6, 51.4)), "AE2": ("North", square(-2.5, 51.4)), "AE3": ("None", [])}
    server.files["/api/avon-and-somerset/neighbourhoods"] = json.dumps(
        [{"id": code, "name": name} for code, (name, _) in places.items()]).encode()
    for code, (_, points) in places.items():
        server.files[f"/api/avon-and-somerset/{code}/boundary"] = json.dumps(points).encode()
    return places


def neighbourhoods(folder):
    source = gdal.OpenEx(str(folder / "neighbourhoods.gpkg"))
    return {feature["code"]: (feature["name"], feature.GetGeometryRef().Clone()) for feature in source.GetLayer(0)}


def test_neighbourhoods_are_a_layer_of_zones(fetch, server, api):
    run = fetch("--neighbourhoods", first=None)
    layer = neighbourhoods(fetch.folder)
    assert {code: name for code, (name, _) in layer.items()} == {"AE1/x y": "Old & New", "AE2": "North"}
    assert layer["AE2"][1].GetArea() == pytest.approx(1e-4) and layer["AE2"][1].GetEnvelope()[0] == pytest.approx(-2.5)
    assert "AE3" in run.out and "2 neighbourhoods" in run.out
    assert not list(fetch.folder.glob(".*"))


def test_neighbourhoods_are_zones_to_count_by(fetch, server, api, crims, tmp_path):
    fetch("--neighbourhoods", first=None)
    (tmp_path / "crimes.csv").write_text("time,crime_type,x,y\n2020-01-01,burglary,-2.595,51.405\n2020-01-02,burglary,-2.495,51.405\n")
    run = crims("counts", "--incidents", "crimes.csv", "--x", "x", "--y", "y", "--points-crs", "EPSG:4326", "--zones",
                "data/neighbourhoods.gpkg", "--zone-field", "code", "--output", "-", cwd=tmp_path)
    assert {row["zone"]: row["crimes"] for row in csv.DictReader(io.StringIO(run.out))} == {"AE1/x y": "1", "AE2": "1"}


def test_a_busy_api_is_asked_again(fetch, server, api):
    server.faults["/api/avon-and-somerset/AE2/boundary"] = [(429, "1"), 503]
    fetch("--neighbourhoods", first=None)
    assert set(neighbourhoods(fetch.folder)) == {"AE1/x y", "AE2"}


def test_a_request_that_is_not_understood_is_explained(fetch, server, api):
    server.faults["/api/avon-and-somerset/AE2/boundary"] = [400]
    error = fetch("--neighbourhoods", first=None, check=1).err
    assert "AE2/boundary" in error and "400 Bad Request" in error and "does not know the force or neighbourhood" in error
    assert not (fetch.folder / "neighbourhoods.gpkg").exists()
    before = len(server.asked)
    fetch("--neighbourhoods", first=None)  # goes on: what was fetched is not fetched again
    assert ("/api/avon-and-somerset/AE1/x y/boundary", None) not in server.asked[before:]


def test_a_boundary_that_is_gone_is_told(fetch, server, api):
    del server.files["/api/avon-and-somerset/AE2/boundary"]
    told = fetch("--neighbourhoods", "--json", "-", first=None).json["neighbourhoods"]
    assert told["without_boundary"] == ["AE2", "AE3"] and told["count"] == 1


def test_an_answer_that_is_no_json_is_refused(fetch, server, api):
    server.files["/api/avon-and-somerset/neighbourhoods"] = b"<html>sorry</html>"
    assert "/neighbourhoods" in fetch("--neighbourhoods", first=None, check=1).err


def test_a_place_that_cannot_be_is_refused(fetch, server, api):
    server.files["/api/avon-and-somerset/AE2/boundary"] = json.dumps(square(-2.5, 151.4)).encode()
    assert "AE2/boundary" in fetch("--neighbourhoods", first=None, check=1).err


def test_a_boundary_that_crosses_itself_is_mended(fetch, server, api):
    points = square(-2.5, 51.4)
    points[1], points[2] = points[2], points[1]
    server.files["/api/avon-and-somerset/AE2/boundary"] = json.dumps(points).encode()
    fetch("--neighbourhoods", first=None)
    assert neighbourhoods(fetch.folder)["AE2"][1].IsValid()


def test_the_layer_is_not_replaced_unasked(fetch, server, api):
    fetch("--neighbourhoods", first=None)
    assert "--overwrite" in fetch("--neighbourhoods", first=None, check=1).err
    fetch("--neighbourhoods", "--overwrite", first=None)


@pytest.mark.parametrize("args, said", [
    (["--force", "Kent", "--output", "data"], "--neighbourhoods"),
    (["--force", "Kent", "--output", "data", "--from", "2020-01"], "--to"),
    (["--force", "Kent", "--output", "data", "--from", "2020-02", "--to", "2020-01"], "2020-02"),
    (["--force", "Kent", "--output", "data", "--from", "2020-01", "--to", "2020-01", "--address", "ftp://x"], "https://")])
def test_a_wrong_line_is_refused(crims, tmp_path, args, said):
    assert said in crims("fetch", *args, check=2, cwd=tmp_path).err
    assert not (tmp_path / "data").exists()
