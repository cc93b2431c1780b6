# SPDX-License-Identifier: MIT
"""Layers of the PostGIS provider count as the same layers in a GeoPackage do."""

import subprocess
import sys

import pytest

from conftest import ROOT, TOWN

pytest.importorskip("qgis.core", reason="PyQGIS is missing: apt-get install python3-qgis, and run /usr/bin/python3 -m pytest")
sys.path.insert(0, str(ROOT / "tests/commands"))

from qgis.core import QgsDataSourceUri, QgsProject, QgsVectorLayer
from test_postgis import server  # noqa: F401  a fixture

import plugin
from test_layers import ALL, Evaluation, project, qgis  # noqa: F401  fixtures among them


@pytest.fixture(scope="module")
def database(server):  # noqa: F811
    place = f"host={server} user=postgres dbname=postgres"
    subprocess.run(["psql", "-h", server, "-U", "postgres", "-c", "CREATE EXTENSION postgis"], check=True, capture_output=True)
    subprocess.run(["ogr2ogr", "-f", "PostgreSQL", f"PG:{place}", TOWN, "-lco", "LAUNDER=NO"], check=True, capture_output=True)
    return server


def test_layers_in_postgis(database, tmp_path):
    layers = {}
    for name in ("response", "control", "incidents"):
        uri = QgsDataSourceUri()
        uri.setConnection(str(database), "5432", "postgres", "postgres", "")
        uri.setDataSource("public", name, "geom", "", "fid")
        layers[name] = QgsVectorLayer(uri.uri(), name, "postgres")
        assert layers[name].isValid()
        QgsProject.instance().addMapLayer(layers[name])
    run = Evaluation(tmp_path, IN_RESPONSE_FEATURE=layers["response"], IN_CONTROL_FEATURE=layers["control"],
                     IN_FEATURES=layers["incidents"])
    assert run.counts == ALL
