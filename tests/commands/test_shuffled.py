# SPDX-License-Identifier: MIT
"""The same crimes in another order of rows, files or features give the same model, and the same crimes of a seed."""

import random
import sqlite3
import zipfile

import pytest
from osgeo import ogr

from conftest import TOWN

ZIP = TOWN / "town-crimes.zip"
MODEL = ("--from", "2021-04", "--to", "2022-12", "--dispersion", "--trend")
ZONES = ("--zones", f"{TOWN}/town-zones.gpkg|layername=zones", "--zone-field", "MSOA", "--lookup", TOWN / "town-lookup.csv")
TIME = {"SOURCE_DATE_EPOCH": "1700000000"}


def shuffled(values, seed):
    return random.Random(seed).sample(values, len(values))


def rewritten(path, order_of_names=list, order_of_rows=list):
    """The town's download with its files, or the rows in each of them, in another order."""
    with zipfile.ZipFile(ZIP) as old, zipfile.ZipFile(path, "w") as new:
        for name in order_of_names(old.namelist()):
            header, *rows = old.read(name).decode().splitlines(keepends=True)
            new.writestr(name, "".join([header, *order_of_rows(rows)]))


@pytest.fixture
def model(crims, tmp_path):
    """model(folder, *crimes): model.gpkg calibrated in that folder."""
    def calibrated(folder, *crimes):
        crims("calibrate", *crimes, *MODEL, "--output", "model.gpkg", "--quiet", cwd=folder, env=TIME)
        return folder / "model.gpkg"
    return calibrated


@pytest.fixture
def folders(tmp_path):
    made = [tmp_path / "as it is", tmp_path / "shuffled"]
    for folder in made:
        folder.mkdir()
    return made


def content(path):
    """All of a model but the hashes of its sources."""
    database = sqlite3.connect(path)
    lines = list(database.iterdump())
    database.close()
    return [line for line in lines if not ('"metadata"' in line and "'source 0" in line)]


def assert_same_crimes(crims, models):
    drawn = [crims("simulate", "--model", path, "--from", "2023-01", "--to", "2023-03", "--output", "-", "--quiet").out
             for path in models]
    assert drawn[0].count("\n") > 300
    assert drawn[0] == drawn[1]


@pytest.mark.parametrize("zones", [ZONES, ()], ids=["zones", "LSOAs"])
def test_files_in_another_order_give_the_same_bytes(model, folders, zones):
    rewritten(folders[0] / "d.zip")
    rewritten(folders[1] / "d.zip", order_of_names=lambda names: shuffled(names, 1))
    models = [model(folder, "--crimes", "d.zip", "--force", "Thornmere", *zones) for folder in folders]
    assert models[0].read_bytes() == models[1].read_bytes()


@pytest.mark.parametrize("zones", [ZONES, ()], ids=["zones", "LSOAs"])
def test_rows_in_another_order_give_the_same_model(crims, model, folders, zones):
    """All but the hash of the files, which are others."""
    rewritten(folders[0] / "d.zip")
    rewritten(folders[1] / "d.zip", order_of_rows=lambda rows: shuffled(rows, 2))
    models = [model(folder, "--crimes", "d.zip", "--force", "Thornmere", *zones) for folder in folders]
    contents = [content(path) for path in models]
    assert sum("places" in line for line in contents[0]) > 2000
    assert contents[0] == contents[1]
    assert_same_crimes(crims, models)


def test_features_in_another_order_give_the_same_model(crims, model, folders):
    town = ogr.Open(str(TOWN / "town.gpkg"))
    source = town.GetLayerByName("incidents")
    features = [feature.Clone() for feature in source]
    for folder, order in zip(folders, (features, shuffled(features, 3))):
        file = ogr.GetDriverByName("GPKG").CreateDataSource(str(folder / "i.gpkg"))
        layer = file.CreateLayer("i", source.GetSpatialRef(), ogr.wkbPoint)
        for field in source.schema:
            layer.CreateField(field)
        layer.StartTransaction()
        for feature in order:
            feature = feature.Clone()
            feature.SetFID(-1)
            layer.CreateFeature(feature)
        layer.CommitTransaction()
    models = [model(folder, "--incidents", "i.gpkg", "--date-field", "occurred", "--type-field", "type", *ZONES[:4])
              for folder in folders]
    contents = [content(path) for path in models]
    assert contents[0] == contents[1]
    assert_same_crimes(crims, models)
