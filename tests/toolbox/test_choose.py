# SPDX-License-Identifier: MIT
"""What a dialog presets, from the names and kinds of layers and fields alone."""

import sys

import pytest

from conftest import ROOT

sys.path.insert(0, str(ROOT / "toolbox/qgis"))
from crimekit.host import catalog, choose

TEST = catalog.entry("weighteddisplacementdifference")
RESPONSE, CONTROL, INCIDENTS = (TEST.option(name) for name in ("--response", "--control", "--incidents"))
ALL = [RESPONSE, CONTROL, INCIDENTS]


def chosen(*offered):
    """Of each option, the layer; a layer's id is its name."""
    return [choose.layers(ALL, [(name, name, geometry) for name, geometry in offered])[option["name"]] for option in ALL]


def test_each_layer_goes_where_its_name_says():
    assert chosen(("Control 2023", "polygons"), ("Burglaries", "points"), ("Treated beats", "polygons")) == [
        "Treated beats", "Control 2023", "Burglaries"]


def test_two_layers_without_a_telling_name_are_taken_in_their_order():
    assert chosen(("north", "polygons"), ("south", "polygons")) == ["north", "south", None]


def test_one_layer_is_never_taken_twice():
    assert chosen(("beats", "polygons")) == ["beats", None, None]
    assert chosen(("control", "polygons")) == [None, "control", None]


def test_incidents_are_points_and_of_several_the_one_that_is_called_so():
    assert chosen(("Cameras", "points"), ("crimes_2023", "points"), ("crime beats", "polygons"), ("CSV of crimes", ""))[2] == "crimes_2023"
    assert chosen(("CSV of crimes", ""), ("crime beats", "polygons"))[2] is None


@pytest.mark.parametrize("fields, expected", [
    ([("fid", "other"), ("name", "text"), ("when_seen", "date")], "when_seen"),
    ([("updated", "date"), ("date_reported", "date")], "date_reported"),
    ([("ref", "text"), ("Month", "text")], "Month"),
    ([("candidate", "text"), ("OCCURDATE", "text")], "OCCURDATE"),
    ([("OccurredOn", "text"), ("Reported by", "text")], "OccurredOn"),
    ([("candidate", "text"), ("Yesterday's note", "text")], ""),
    ([], "")])
def test_the_likely_date_field_of_incidents(fields, expected):
    assert choose.date_field(TEST.option("--date-field"), [field for field in fields if field[1] != "other"]) == expected


def test_start_and_end_are_told_apart_and_otherwise_left_open():
    fields = [("RESP_END", "text"), ("RESP_START", "text"), ("Trend", "text"), ("made", "date")]
    assert choose.date_field(TEST.option("--start-field"), fields) == "RESP_START"
    assert choose.date_field(TEST.option("--end-field"), fields) == "RESP_END"
    assert choose.date_field(TEST.option("--start-field"), [("made", "date")]) == ""


def test_the_commands_say_which_fields_hold_dates_and_which_layers_incidents():
    for entry in catalog.entries():
        for option in entry.options:
            if option["name"] in ("--date-field", "--start-field", "--end-field"):
                assert option["holds"] == "date", (entry.id, option["name"])
            if option["name"] == "--incidents":
                assert option["geometry"] == "incidents", entry.id
