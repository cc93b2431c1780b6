# SPDX-License-Identifier: MIT
"""wdd test and wdd placebo read downloads of data.police.uk as crims does, and several sources of incidents at once."""

import csv
import functools
import gzip
import http.server
import json
import threading
import zipfile

import pytest
from osgeo import gdal, ogr, osr

from bad_input import DEFAULTS, assert_refused, command_line

HEADER = ["Crime ID", "Month", "Reported by", "Falls within", "Longitude", "Latitude", "Location", "LSOA code", "LSOA name",
          "Crime type", "Last outcome category", "Context"]
STREET = {"--incidents": "download.zip", "--date-field": None, "--start": "2023-03", "--end": "2023-03", "--displacement": "0",
          "--output": None, "--json": "-", "--no-forecast": True}


def degrees(x, y):
    """Of the British National Grid, where the small study lies."""
    grid, world = osr.SpatialReference(), osr.SpatialReference()
    grid.ImportFromEPSG(27700)
    world.ImportFromEPSG(4326)
    for system in (grid, world):
        system.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
    return osr.CoordinateTransformation(grid, world).TransformPoint(x, y)[:2]


def inside(folder, layer):
    """A place well inside the study's area."""
    source = ogr.Open(str(folder / "areas.gpkg"))  # as long as what is in it
    feature = source.GetLayerByName(layer).GetNextFeature()
    point = feature.GetGeometryRef().PointOnSurface()
    return degrees(point.GetX(), point.GetY())


def street_csv(month, crimes):
    """`crimes`: (id, (longitude, latitude) or None, type)."""
    lines = [",".join(HEADER)]
    for number, place, kind in crimes:
        longitude, latitude = place or ("", "")
        lines.append(f"{number},{month},Kent Police,Kent Police,{longitude},{latitude},On or near High Street,E01000001,Ashford 001A,{kind},,")
    return "\n".join(lines) + "\n"


def crimes_of(study, month, treated, control, kind="Burglary"):
    places = [inside(study, "response")] * treated + [inside(study, "control")] * control
    return [(f"{month}-{kind}-{i}", place, kind) for i, place in enumerate(places)]


FEBRUARY, MARCH = "2023-02", "2023-03"


def months(study):
    """{name of a street file: its text}: 9 to 4 burglaries in the response area, 8 to 10 in the control area, and drugs."""
    rows = {FEBRUARY: crimes_of(study, FEBRUARY, 9, 8) + crimes_of(study, FEBRUARY, 3, 2, "Drugs"),
            MARCH: crimes_of(study, MARCH, 4, 10) + crimes_of(study, MARCH, 5, 1, "Drugs") + [("", None, "Burglary")]}
    return {f"{month}/{month}-kent-street.csv": street_csv(month, crimes) for month, crimes in rows.items()}


ALL = {"treated": (12, 9), "control": (10, 11)}
BURGLARY = {"treated": (9, 4), "control": (8, 10)}


def write_zip(path, members):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in members.items():
            archive.writestr(name, text)


@pytest.fixture
def download(study):
    write_zip(study / "download.zip", {**months(study), "2023-03/2023-03-kent-outcomes.csv": "not of the street level\n"})
    return study


def run(wdd, study, check=True, command="test", **changes):
    options = {**DEFAULTS, **STREET, **{f"--{name.replace('_', '-')}": value for name, value in changes.items()}}
    several = []
    for option in ("--incidents", "--crimes"):
        if isinstance(options.get(option), list):
            several += [part for value in options.pop(option) for part in (option, value)]
    return wdd(*command_line(command, options), *several, check=check, cwd=study)


def areas_of(done):
    return {zone: done.counts[zone] for zone in ("treated", "control")}


def test_an_archive_is_read_as_it_comes(wdd, download):
    done = run(wdd, download)
    assert areas_of(done) == ALL
    assert done.json["incidents"]["month_only"] is True
    assert done.json["incidents"]["null_geometry"] == 1
    assert done.json["periods"]["pre"] == {"start": "2023-02-01", "end": "2023-02-28", "days": 28}
    assert done.json["parameters"]["incidents"] == "download.zip"
    assert any("2 files, 2023-02 to 2023-03, of Kent" in note for note in done.json["notes"])


def test_a_folder_a_file_and_an_address_give_the_same(wdd, download):
    folder = download / "unpacked"
    for name, text in months(download).items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        with gzip.open(folder / f"{name}.gz", "wt", encoding="utf-8") as file:
            file.write(text)
    assert areas_of(run(wdd, download, incidents="unpacked")) == ALL
    assert areas_of(run(wdd, download, incidents=None, crimes="unpacked")) == ALL
    files = sorted(f"unpacked/{name}.gz" for name in months(download))
    assert areas_of(run(wdd, download, incidents=files)) == ALL
    assert areas_of(run(wdd, download, incidents=files[0], crimes=files[1])) == ALL


class Ranges(http.server.SimpleHTTPRequestHandler):
    """A server that gives parts of a file, as that of data.police.uk does."""

    def log_message(self, *_):
        pass

    def do_GET(self):
        path = self.translate_path(self.path)
        with open(path, "rb") as file:
            content = file.read()
        first, last = 0, len(content) - 1
        if "Range" in self.headers:
            begin, end = self.headers["Range"].removeprefix("bytes=").split("-")
            first, last = int(begin), min(int(end or last), last)
            self.send_response(206)
            self.send_header("Content-Range", f"bytes {first}-{last}/{len(content)}")
        else:
            self.send_response(200)
        self.send_header("Accept-Ranges", "bytes")
        self.send_header("Content-Length", str(last - first + 1))
        self.end_headers()
        self.wfile.write(content[first:last + 1])


def test_an_address_is_read_without_downloading(wdd, download):
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Ranges, directory=download))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        address = f"http://127.0.0.1:{server.server_address[1]}"
        assert areas_of(run(wdd, download, incidents=f"{address}/download.zip")) == ALL
        assert_refused(run(wdd, download, incidents=f"{address}/other.zip", check=False), 1, "other.zip: it cannot be got")
    finally:
        server.shutdown()
        server.server_close()


def test_crime_types_are_chosen_by_name(wdd, download):
    assert areas_of(run(wdd, download, crime_types="burglary")) == BURGLARY
    assert areas_of(run(wdd, download, crime_types="Burglary, drugs")) == ALL
    refused = run(wdd, download, crime_types="burglry", check=False)
    assert_refused(refused, 1, "there is no crime type 'burglry'", "the nearest is 'burglary'", "burglary, drugs")


def test_a_condition_is_on_the_columns_of_the_files(wdd, download):
    assert areas_of(run(wdd, download, incidents_where="\"Crime type\" = 'Burglary'")) == BURGLARY
    refused = run(wdd, download, incidents_where="type = 'Burglary'", check=False)
    assert_refused(refused, 1, "2023-02-kent-street.csv: the condition type = 'Burglary' cannot be used", "Crime type")
    nothing = run(wdd, download, incidents_where="\"Crime type\" = 'Arson'", check=False)
    assert_refused(nothing, 1, "download.zip: the condition", "selects no incident")


def test_a_condition_counts_rows_as_the_file_has_them(wdd, download):
    """A line without anything in it is no crime, and shifts none."""
    members = {name: text.replace("\n", "\n\n", 2) for name, text in months(download).items()}
    write_zip(download / "blank.zip", members)
    assert areas_of(run(wdd, download, incidents="blank.zip", incidents_where="\"Crime type\" = 'Burglary'")) == BURGLARY


def test_periods_are_whole_months(wdd, download):
    refused = run(wdd, download, start="2023-03-10", end="2023-04-09", check=False)
    assert_refused(refused, 1, "dated by month only", "2023-03-10")


def test_a_month_in_two_archives_is_refused_as_in_crims(wdd, crims, download):
    names = list(months(download))
    write_zip(download / "again.zip", {names[1]: months(download)[names[1]]})
    refused = run(wdd, download, incidents=["download.zip", "again.zip"], check=False)
    assert_refused(refused, 1, "again.zip", "download.zip", "are the same month of one force; remove one")
    (download / "both").mkdir()
    for name in ("a", "b"):
        (download / "both" / name).mkdir()
        (download / "both" / name / "2023-03-kent-street.csv").write_text(months(download)[names[1]], encoding="utf-8")
    of_crims = crims("audit", "--crimes", "both", check=1, cwd=download)
    of_wdd = run(wdd, download, incidents="both", check=False)
    assert of_wdd.err.removeprefix("wdd") == of_crims.err.removeprefix("crims")


def test_a_repeated_crime_is_told_and_counted_once_by_its_id(wdd, download):
    members = months(download)
    march = list(members)[1]
    repeated = members[march] + members[march].split("\n")[1] + "\n"
    write_zip(download / "repeated.zip", {**members, march: repeated})
    each = run(wdd, download, incidents="repeated.zip")
    assert areas_of(each) == {**ALL, "treated": (12, 10)}
    assert any("1 rows repeat the crime id" in warning for warning in each.json["warnings"])
    once = run(wdd, download, incidents="repeated.zip", id_field="Crime ID")
    assert areas_of(once) == ALL
    assert not any("repeat the crime id" in warning for warning in once.json["warnings"])
    assert_refused(run(wdd, download, id_field="number", check=False), 1, "there is no field 'number'", "'Crime ID'")


def test_months_that_are_missing_in_a_download_are_told(wdd, study):
    months_there = [f"2022-{month:02}" for month in range(1, 13)] + ["2023-01", "2023-02", "2023-03", "2023-04"]
    members = {f"{month}-kent-street.csv": street_csv(month, crimes_of(study, month, 20, 20))
               for month in months_there if month != "2022-11"}
    write_zip(study / "download.zip", members)
    done = run(wdd, study, start="2023-01", end="2023-04")
    assert done.counts["treated"] == (60, 80)
    assert any("2022-11" in warning for warning in done.json["warnings"])


def test_empty_and_misnamed_files_are_told(wdd, download):
    members = {**months(download), "2023-04/2023-04-kent-street.csv": ",".join(HEADER) + "\n",
               "2023-05/2023-05-kent-street (1).csv": "a copy\n"}
    write_zip(download / "odd.zip", members)
    warnings = " ".join(run(wdd, download, incidents="odd.zip").json["warnings"])
    assert "2023-04-kent-street.csv" in warnings and "count as missing" in warnings
    assert "2023-05-kent-street (1).csv" in warnings and "ignored" in warnings


BROKEN = {
    "an empty archive": ({}, "download.zip", ["download.zip: this is not a ZIP archive, or it is truncated"]),
    "an archive of other files": ({"readme.txt": "hello\n"}, "download.zip", ["an archive is not a layer", "/vsizip/download.zip"]),
    "a street file of another name": ({"kent-street.csv": "a\n"}, "download.zip",
                                      ["no file in it is named YYYY-MM-FORCE-street.csv", "kent-street.csv is named otherwise"]),
    "a column that is missing": ({"2023-03-kent-street.csv": "Month,Latitude,Crime type\n2023-03,51,Drugs\n"}, "download.zip",
                                 ["2023-03-kent-street.csv: there is no column 'Longitude'"]),
    "a path that is wrong": ({}, "nowhere.zip", ["nowhere.zip: no such file"]),
    "a folder without street files": ({}, "empty", ["empty: no file in it is named YYYY-MM-FORCE-street.csv"]),
}


@pytest.mark.parametrize("case", BROKEN)
def test_what_is_no_download_is_refused(wdd, study, case):
    members, path, says = BROKEN[case]
    (study / "empty").mkdir()
    write_zip(study / "download.zip", members)
    assert_refused(run(wdd, study, incidents=path, check=False), 1, *says)


def test_what_is_no_archive_is_refused(wdd, study):
    (study / "download.zip").write_bytes(b"PK\x03\x04 cut off")
    assert_refused(run(wdd, study, check=False), 1, "download.zip: this is not a ZIP archive, or it is truncated")


def test_options_of_layers_do_not_go_with_a_download(wdd, download):
    assert_refused(run(wdd, download, date_field="day", check=False), 2, "--date-field 'day'", "in 'Month'; leave the option out")
    refused = run(wdd, download, x="a", y="b", points_crs="EPSG:4326", check=False)
    assert_refused(refused, 2, "--x and --y", "leave the options out")
    assert_refused(run(wdd, download, incidents="incidents.gpkg", date_field="day", crime_types="Drugs", start="2023-03-01",
                       check=False), 2, "--crime-types goes with a download", "--incidents-where")
    assert_refused(run(wdd, download, incidents="incidents.gpkg", check=False), 2, "--date-field is required")
    assert_refused(run(wdd, download, incidents=None, check=False), 2, "--incidents is required")


def test_a_street_file_may_still_be_read_as_a_table(wdd, study):
    (study / "2023-03-kent-street.csv").write_text(
        street_csv(MARCH, crimes_of(study, MARCH, 4, 10)), encoding="utf-8")
    done = run(wdd, study, incidents="2023-03-kent-street.csv", date_field="Month", x="Longitude", y="Latitude",
               points_crs="EPSG:4326")
    assert areas_of(done) == {"treated": (0, 4), "control": (0, 10)}
    assert not any("data.police.uk: 1 files" in note for note in done.json["notes"])


# --- several layers ---------------------------------------------------------------------------------------------------


def layer_counts(wdd, study, incidents, **more):
    days = {"date_field": "day", "start": "2023-03-01", "end": "2023-03-31", "displacement": "300 m"}
    return run(wdd, study, incidents=incidents, **{**days, **more})


def test_several_layers_count_as_one(wdd, study):
    whole = layer_counts(wdd, study, "incidents.gpkg")
    parts = ["incidents.gpkg|subset=fid % 2 = 0", "incidents.gpkg|subset=fid % 2 = 1"]
    both = layer_counts(wdd, study, parts)
    assert both.counts == whole.counts and both.json["total"] == whole.json["total"]
    assert both.json["incidents"]["read"] == whole.json["incidents"]["read"]
    assert both.json["parameters"]["incidents"] == "; ".join(parts)


def test_each_layer_has_its_own_system(wdd, study):
    whole = layer_counts(wdd, study, "incidents.gpkg")
    gdal.VectorTranslate(str(study / "degrees.gpkg"), str(study / "incidents.gpkg"), dstSRS="EPSG:4326", layerName="incidents")
    degrees = layer_counts(wdd, study, "degrees.gpkg")
    both = layer_counts(wdd, study, ["incidents.gpkg", "degrees.gpkg"])
    assert both.counts == {zone: tuple(map(sum, zip(whole.counts[zone], degrees.counts[zone]))) for zone in whole.counts}
    assert min(degrees.counts["treated"]) > 0


def test_one_layer_twice_is_refused(wdd, study):
    refused = layer_counts(wdd, study, ["incidents.gpkg", "incidents.gpkg"], check=False)
    assert_refused(refused, 2, "'incidents.gpkg' is given twice", "would count twice")


def test_a_field_that_one_of_them_lacks_is_told_with_its_layer(wdd, study):
    (study / "other.csv").write_text("when,x,y\n2023-03-01,1,2\n", encoding="utf-8")
    refused = layer_counts(wdd, study, ["incidents.gpkg", "areas.gpkg|layername=control"], check=False)
    assert_refused(refused, 1, "areas.gpkg, layer control")


def test_a_download_and_a_layer_of_months_together(wdd, download):
    with open(download / "more.csv", "w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(["when", "lon", "lat"])
        writer.writerows([MARCH, *inside(download, "response")] for _ in range(3))
    done = run(wdd, download, incidents=["download.zip", "more.csv"], date_field="when", x="lon", y="lat", points_crs="EPSG:4326")
    assert areas_of(done) == {**ALL, "treated": (12, 12)}


def test_an_output_replaces_no_input(wdd, download):
    write_zip(download / "second.zip", {})
    refused = run(wdd, download, incidents=["download.zip", "second.zip"], json="download.zip", check=False)
    assert "download.zip" in refused.err and refused.status != 0


def test_the_message_names_every_source(wdd, download):
    text = run(wdd, download, json=None, crime_types="burglary").out
    assert "download.zip, burglary; dates in Month" in text


# --- on real files ------------------------------------------------------------------------------------------------------


def counted_by_python(folder, polygons, months_of):
    """Crimes by polygon and period of the force's files, with nothing of ours but the polygons' outlines."""
    boxes = {name: polygon.GetEnvelope() for name, polygon in polygons.items()}
    counts = {name: dict.fromkeys(months_of, 0) for name in polygons}
    for period, wanted in months_of.items():
        for month in wanted:
            with gzip.open(folder / f"{month}-avon-and-somerset-street.csv.gz", "rt", encoding="utf-8") as file:
                for row in csv.DictReader(file):
                    if row["Crime type"] not in ("Burglary", "Robbery") or not row["Longitude"]:
                        continue
                    x, y = float(row["Longitude"]), float(row["Latitude"])
                    for name, (left, right, bottom, top) in boxes.items():
                        if left <= x <= right and bottom <= y <= top:
                            point = ogr.Geometry(ogr.wkbPoint)
                            point.AddPoint_2D(x, y)
                            counts[name][period] += polygons[name].Contains(point)
    return {name: (count["before"], count["after"]) for name, count in counts.items()}


@pytest.mark.parametrize("command", ["test", "placebo"])
def test_counts_of_a_real_download_are_those_of_an_independent_count(wdd, shared, tmp_path, command):
    folder = shared / "data/policeuk/avon-and-somerset"
    zones = shared / "data/boundaries/msoa2011_avon_and_somerset.geojson"
    chosen = {"treated": "E02003030", "control": "E02003034"}
    source = ogr.Open(str(zones))
    polygons = {feature["MSOA11CD"]: feature.GetGeometryRef().Clone() for feature in source.GetLayer()}
    expected = counted_by_python(folder, {name: polygons[code] for name, code in chosen.items()},
                                 {"before": ["2020-07", "2020-08", "2020-09"], "after": ["2020-10", "2020-11", "2020-12"]})
    done = wdd(command, "--response", zones, "--where", f"MSOA11CD='{chosen['treated']}'", "--control", zones, "--control-where",
               f"MSOA11CD='{chosen['control']}'", "--incidents", folder, "--crime-types", "burglary,robbery", "--start", "2020-10",
               "--end", "2020-12", "--displacement", "0", "--json", tmp_path / "result.json")
    result = json.loads((tmp_path / "result.json").read_text(encoding="utf-8"))
    counts = {zone: (result["counts"][zone]["pre"], result["counts"][zone]["post"]) for zone in chosen}
    assert counts == expected and min(expected["treated"]) > 5
    assert done.status == 0
