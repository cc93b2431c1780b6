# SPDX-License-Identifier: MIT
"""A scenario from someone else reaches no network; what the user types may."""

import http.server
import json
import threading
from functools import partial

import pytest
from osgeo import gdal, ogr

from conftest import TOWN

INTERVENTION = {"start": "2023-01-01", "end": "2023-06-30", "effect": 0.3}


class Server:
    """Serves a folder on this machine and remembers what was asked for."""

    def __init__(self, folder):
        asked = self.asked = []

        class Handler(http.server.SimpleHTTPRequestHandler):
            def log_message(self, *_):
                asked.append(self.path)

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), partial(Handler, directory=folder))
        self.host = "127.0.0.1:%d" % self.server.server_address[1]
        threading.Thread(target=self.server.serve_forever, daemon=True).start()


@pytest.fixture
def server(tmp_path):
    folder = tmp_path / "served"
    folder.mkdir()
    source = gdal.OpenEx(str(TOWN / "town.gpkg"), gdal.OF_VECTOR)
    gdal.VectorTranslate(str(folder / "areas.geojson"), source, layers=["response"], format="GeoJSON", dstSRS="EPSG:4326")
    result = Server(folder)
    yield result
    result.server.shutdown()
    result.server.server_close()


@pytest.fixture
def inject(crims, tmp_path):
    """inject(area, *options): a run with a scenario of that area."""
    folder = tmp_path / "work"
    folder.mkdir()

    def run(area, *options, check):
        (folder / "scenario.json").write_text(json.dumps({"interventions": [{**INTERVENTION, "area": area}]}))
        return crims("inject", "--incidents", f"{TOWN}/town.gpkg|layername=incidents", "--date-field", "occurred", "--scenario",
                     "scenario.json", "--output", "out.gpkg", "--overwrite", *options, check=check, cwd=folder,
                     env={"GDAL_HTTP_TIMEOUT": "5"})

    run.folder = folder
    return run


REMOTE = {
    "an address": "http://HOST/areas.geojson",
    "a file of a server": "/vsicurl/http://HOST/areas.geojson",
    "a streamed file": "/vsicurl_streaming/http://HOST/areas.geojson",
    "an archive on a server": "/vsizip//vsicurl/http://HOST/areas.zip/areas.geojson",
    "a bucket": "/vsis3/bucket/areas.geojson",
    "standard input": "/vsistdin/",
    "a service of features": "WFS:http://HOST/wfs",
    "an API of features": "OAPIF:http://HOST/api",
    "a database": "PG:host=127.0.0.1 dbname=crime connect_timeout=1",
    "a description": '<OGRVRTDataSource><OGRVRTLayer name="areas"><SrcDataSource>/vsicurl/http://HOST/areas.geojson</SrcDataSource>'
                     "</OGRVRTLayer></OGRVRTDataSource>",
    "a layer and its condition": {"layer": "http://HOST/areas.geojson", "where": "1 = 1"},
}


@pytest.mark.parametrize("name", REMOTE)
def test_what_is_no_file_needs_to_be_allowed(inject, server, name):
    area = json.loads(json.dumps(REMOTE[name]).replace("HOST", server.host))
    run = inject(area, check=1)
    assert run.err.startswith("crims: error: scenario.json: $.interventions[0].area") and "--allow-remote" in run.err
    assert server.asked == []


@pytest.mark.parametrize("condition", ["ogr_geocode('London') IS NOT NULL", "OGR_DATASOURCE_LOAD_LAYERS('http://HOST/') = 0"])
def test_a_condition_may_not_call_what_reaches_out(inject, server, condition):
    layer = f"{TOWN}/town.gpkg|layername=response"
    condition = condition.replace("HOST", server.host)
    for area in ({"layer": layer, "where": condition}, f"{layer}|subset={condition}"):
        run = inject(area, check=1)
        assert "$.interventions[0].area" in run.err and "--allow-remote" in run.err
    assert server.asked == []


def test_a_file_may_not_lead_to_an_address(inject, server):
    """A description of a layer, or of a service, in a file beside the scenario; a system of coordinates by its address."""
    address = f"http://{server.host}"
    geojson = json.loads((inject.folder.parent / "served/areas.geojson").read_text())
    geojson["crs"] = {"type": "link", "properties": {"href": f"{address}/crs.wkt", "type": "ogcwkt"}}
    files = {
        "areas.vrt": f'<OGRVRTDataSource><OGRVRTLayer name="areas"><SrcDataSource>/vsicurl/{address}/areas.geojson</SrcDataSource>'
                     "</OGRVRTLayer></OGRVRTDataSource>",
        "areas.xml": f"<OGRWFSDataSource><URL>{address}/wfs</URL></OGRWFSDataSource>",
        "linked.geojson": json.dumps(geojson),
    }
    for name, text in files.items():
        (inject.folder / name).write_text(text)
        inject(name, check=False)
        assert server.asked == [], name
    assert inject("areas.vrt", check=1).err.count("\n") == 1


def test_polygons_in_the_scenario_lead_to_no_address(inject, server):
    area = json.loads((inject.folder.parent / "served/areas.geojson").read_text())["features"][0]["geometry"]
    area["crs"] = {"type": "link", "properties": {"href": f"http://{server.host}/4326.wkt", "type": "ogcwkt"}}
    nested = {"type": "Feature", "properties": {}, "geometry": area}
    inject({"type": "FeatureCollection", "features": [nested]}, check=False)
    inject(nested, check=False)
    assert server.asked == []


def test_who_trusts_a_scenario_may_allow_it(inject, server):
    inject(f"/vsicurl/http://{server.host}/areas.geojson", "--allow-remote", check=True)
    assert server.asked != []
    assert ogr.Open(str(inject.folder / "out.gpkg")).GetLayer(0).GetFeatureCount() > 0


def test_files_and_archives_need_no_leave(inject):
    source = gdal.OpenEx(str(TOWN / "town.gpkg"), gdal.OF_VECTOR)
    for driver, name in (("GPKG", "a.gpkg"), ("GeoJSON", "a.geojson"), ("ESRI Shapefile", "a.shp"), ("FlatGeobuf", "a.fgb"),
                         ("ESRI Shapefile", "a.shz"), ("MapInfo File", "a.tab"), ("SQLite", "a.sqlite")):
        gdal.VectorTranslate(str(inject.folder / name), source, layers=["response"], format=driver)
        inject(name, check=True)


def test_what_the_user_types_may_reach_the_network(crims, server, tmp_path):
    area = json.loads((tmp_path / "served/areas.geojson").read_text())["features"][0]["geometry"]
    scenario = {"interventions": [{**INTERVENTION, "area": area}]}
    (tmp_path / "served/scenario.json").write_text(json.dumps(scenario))
    crims("inject", "--incidents", f"{TOWN}/town.gpkg|layername=incidents", "--date-field", "occurred", "--scenario",
          f"/vsicurl/http://{server.host}/scenario.json", "--output", "out.gpkg", cwd=tmp_path)
    assert any("scenario.json" in path for path in server.asked)
