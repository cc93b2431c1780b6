# SPDX-License-Identifier: MIT
"""A result keeps what the user chose in QGIS, also where the command had to be given an export of it."""

import sqlite3

import pytest

from conftest import TOWN

pytest.importorskip("qgis.core", reason="PyQGIS is missing: apt-get install python3-qgis, and run /usr/bin/python3 -m pytest")

from test_layers import Evaluation, in_memory, opened, project, qgis, selected  # noqa: F401  fixtures among them


def recorded(folder, *fields):
    with sqlite3.connect(f"file:{folder / 'result.gpkg'}?mode=ro", uri=True) as file:
        return file.execute(f"SELECT {', '.join(fields)} FROM result").fetchone()


def test_a_file_is_recorded_as_such(tmp_path):
    Evaluation(tmp_path, IN_FEATURES=opened("incidents"))
    assert recorded(tmp_path, "RUN_INCIDENTS") == (f"{TOWN}|layername=incidents",)


def test_a_layer_in_memory_is_recorded_by_its_name(tmp_path):
    Evaluation(tmp_path, IN_FEATURES=in_memory(opened("incidents"), "Crimes of 2023"))
    assert recorded(tmp_path, "RUN_INCIDENTS") == ("Crimes of 2023",)


def test_a_selection_and_a_condition_are_recorded(tmp_path):
    response = opened("response")
    response.selectByExpression("NAME = 'Market Square'")
    Evaluation(tmp_path, IN_RESPONSE_FEATURE=selected(response), WHERE_CLAUSE="\"NAME\" LIKE 'M%'")
    assert recorded(tmp_path, "RUN_RESPONSE", "RUN_WHERE") == (
        f"{TOWN}|layername=response (selected features)", "\"NAME\" LIKE 'M%'")


def test_a_filter_is_recorded(tmp_path):
    incidents = opened("incidents")
    assert incidents.setSubsetString("type = 'Burglary'")
    Evaluation(tmp_path, IN_FEATURES=incidents)
    assert recorded(tmp_path, "RUN_INCIDENTS") == (f"{TOWN}|layername=incidents|subset=type = 'Burglary'",)


def test_unsaved_edits_are_recorded(tmp_path):
    incidents = opened("incidents")
    incidents.startEditing()
    incidents.deleteFeature(next(incidents.getFeatures()).id())
    Evaluation(tmp_path, IN_FEATURES=incidents)
    assert recorded(tmp_path, "RUN_INCIDENTS") == (f"{TOWN}|layername=incidents (unsaved edits)",)
    incidents.rollBack()
