# SPDX-License-Identifier: MIT
"""What a newcomer tries on the sample town: data that do not cover the periods, units and files that are not what they seem."""

import re
import zipfile

import pytest
from osgeo import gdal

from conftest import TOWN

STUDY = {"response": f"{TOWN}/town.gpkg|layername=response", "where": "NAME='Market Square'",
         "control": f"{TOWN}/town.gpkg|layername=control", "incidents": f"{TOWN}/town.gpkg|layername=incidents",
         "date-field": "occurred", "start": "2023-01", "end": "2023-06", "displacement": "250 m"}


def line(command="test", **changes):
    """The command line of the study; a list gives an option several times, None leaves it out."""
    chosen = {**STUDY, **{name.replace("_", "-"): value for name, value in changes.items()}}
    args = [command]
    for name, value in chosen.items():
        for one in value if isinstance(value, list) else [value]:
            if one is not None:
                args += [f"--{name}"] if one is True else [f"--{name}", one]
    return args


@pytest.fixture(scope="module")
def months(tmp_path_factory):
    """The street files of the sample town's download."""
    folder = tmp_path_factory.mktemp("download")
    with zipfile.ZipFile(TOWN / "town-crimes.zip") as archive:
        archive.extractall(folder)
    return folder


# --- what the data cover ----------------------------------------------------------------------------------------------

def test_data_of_one_month_give_no_verdict(wdd):
    run = wdd(*line(incidents_where="occurred >= '2023-01-01' and occurred < '2023-02-01'"), check=1)
    assert "no data for 181 of the 181 days of the pre-treatment period" in run.err
    assert run.out == ""


def test_data_that_end_before_the_treatment_give_no_verdict(wdd):
    run = wdd(*line(incidents_where="occurred >= '2022-12-01' and occurred < '2023-01-01'", end="2023-01"), check=1)
    assert "no data for 31 of the 31 days of the treatment period" in run.err


def test_a_street_file_of_one_month_gives_no_verdict(wdd, months):
    [file] = (months / "2023-01").iterdir()
    run = wdd(*line(incidents=file, date_field=None), check=1)
    assert "no data for 184 of the 184 days of the pre-treatment period" in run.err


def test_one_month_against_the_month_before_is_a_study(wdd):
    run = wdd(*line(incidents_where="occurred >= '2022-12-01' and occurred < '2023-02-01'", end="2023-01"))
    assert "Verdict" in run.out


def test_days_left_out_are_not_said_to_look_like_a_reduction(wdd):
    run = wdd(*line(incidents_where="occurred < '2023-04-01'"))
    assert "Only the days that have data were compared" in run.out
    assert "not recorded yet" not in run.out + run.err
    assert "ends 2023-06-30, after the last incident (2023-03-31): the days without data were not compared." in run.out
    assert "not recorded yet" in wdd(*line(incidents_where="occurred < '2023-06-10'")).out


# --- words and their numbers ------------------------------------------------------------------------------------------

def test_counts_beside_rose_and_fell_rise_and_fall(wdd):
    out = wdd(*line(incidents_where="occurred < '2023-04-01'")).out
    # 50 incidents in 181 days are about 25 in the 90 days that were compared with them.
    assert "Incidents around the response area rose (about 25 to 44 over the same time)" in out
    told = re.findall(r"(rose|fell) \((?:about )?([\d,.]+) to ([\d,.]+)", out)
    assert len(told) == 2
    for word, before, after in told:
        assert (word == "rose") == (float(after) > float(before))


def test_the_report_of_the_sample_does_not_contradict_itself(wdd):
    out = wdd(*line(incidents=f"{TOWN}/town-county.gpkg|layername=incidents",
                    comparison_areas=f"{TOWN}/town-county.gpkg|layername=districts")).out
    assert "Around it there were 53 % more incidents than expected, so incidents may have moved there" in out
    plain = out[out.index("Compared with the control area, that is 17 more than expected, a difference that is easily due to chance."):]
    assert "The forecast finds 53 % more than expected around the response area (p = 0.003). Trust the forecast: " in plain
    assert ("About 109 fewer incidents than expected from the change in the control area (95 % interval: 27 to 191 fewer), "
            "displacement areas included; in the response area alone about 126 fewer (32 %).") in out


# --- units ------------------------------------------------------------------------------------------------------------

def areas_in(folder, crs):
    """The town's areas in another system: {layer: reference}."""
    path = folder / "areas.gpkg"
    gdal.VectorTranslate(str(path), str(TOWN / "town.gpkg"), dstSRS=crs, layers=["response", "control"], reproject=True)
    return {layer: f"{path}|layername={layer}" for layer in ("response", "control")}


@pytest.fixture(scope="module")
def degrees(tmp_path_factory):
    """The town's areas as longitude and latitude."""
    return areas_in(tmp_path_factory.mktemp("degrees"), "EPSG:4326")


@pytest.mark.parametrize("command, more", [("test", {}), ("placebo", {}), ("batch", {"where": None, "each": "NAME"})])
def test_a_number_without_a_unit_is_no_width_in_degrees(wdd, degrees, command, more):
    run = wdd(*line(command, **degrees, displacement="0.002", **more), check=2)
    assert "--displacement '0.002' has no unit" in run.err and "is in degrees; write the unit, such as \"250 m\"" in run.err
    assert run.out == ""


def test_a_width_with_a_unit_no_width_and_a_system_serve_for_degrees(wdd, degrees):
    assert "250 metres" in wdd(*line(**degrees)).out
    wdd(*line(**degrees, displacement="0"))
    assert "250 metres" in wdd(*line(**degrees, displacement="250", crs="EPSG:27700")).out


def test_metres_are_called_so_in_every_system(wdd, tmp_path):
    out = wdd(*line(**areas_in(tmp_path, "EPSG:3857"), displacement="250")).out
    assert "Displacement areas reach 250 metres beyond" in out and "Meter" not in out


# --- files ------------------------------------------------------------------------------------------------------------

def test_one_file_by_two_names_counts_once_or_is_refused(wdd, tmp_path, months):
    path = tmp_path / "a.gpkg"
    path.write_bytes((TOWN / "town.gpkg").read_bytes())
    (tmp_path / "link.gpkg").symlink_to(path)
    named = f"{path}|layername=incidents"
    for other in (f"{tmp_path}/./a.gpkg|layername=incidents", f"{tmp_path}/link.gpkg|layername=incidents", f"{path}|layername=INCIDENTS"):
        run = wdd(*line(incidents=[named, other]), check=2)
        assert "are the same incidents, which would count twice" in run.err
    # Parts of one layer are different incidents.
    half = [f"{named}|subset=occurred < '2022-10-01'", f"{tmp_path}/./a.gpkg|layername=incidents|subset=occurred >= '2022-10-01'"]
    assert wdd(*line(incidents=half, json="-")).counts == wdd(*line(incidents=named, json="-")).counts
    run = wdd(*line(incidents=[months, f"{months}/../{months.name}"], date_field=None), check=2)
    assert "would count twice" in run.err
    (tmp_path / "download.zip").symlink_to(TOWN / "town-crimes.zip")
    run = wdd(*line(incidents=TOWN / "town-crimes.zip", crimes=tmp_path / "download.zip", date_field=None), check=2)
    assert "would count twice" in run.err


@pytest.mark.parametrize("name", ["a" * 300 + ".gpkg", "a" * 300 + ".geojson", "/proc/x.gpkg", "/proc/x.geojson", "/proc/x.gdb"])
def test_an_output_that_cannot_be_made_is_told_by_its_own_name(wdd, tmp_path, name):
    output = name if name.startswith("/") else str(tmp_path / name)
    run = wdd(*line(output=output), check=1)
    said = "cannot be written: " if name.startswith("/") else "the name of the file is too long; choose a shorter one"
    assert run.err.startswith(f"wdd: error: {output[:200]}") and f"{output[-40:]}: {said}" in run.err
    assert ".part-" not in run.err and "sqlite" not in run.err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("table", ["d", "t.xlsx", "t.geojson"])
def test_a_table_may_be_a_csv_or_a_geopackage(wdd, tmp_path, table):
    run = wdd(*line("batch", where=None, each="NAME", table=tmp_path / table), check=2)
    assert "end the file's name with .csv or .gpkg" in run.err
    assert not (tmp_path / table).exists()


def test_a_name_field_that_is_not_there_is_refused_by_each_command(wdd):
    single = wdd(*line(name_field="NOPE"), check=1).err
    many = wdd(*line("batch", where=None, each="NAME", name_field="NOPE"), check=1)
    assert many.err == single and "NOPE" in single and "RESP_START" in single
    assert many.out == ""


def test_features_with_different_dates_lead_to_the_batch(wdd):
    run = wdd(*line(where=None, start=None, end=None, start_field="RESP_START", end_field="RESP_END"), check=1)
    assert "choose one with --where; wdd batch evaluates each by itself" in run.err


def test_a_plan_from_no_incidents_names_the_condition(wdd):
    run = wdd("plan", "--incidents", STUDY["incidents"], "--incidents-where", "occurred < '1990-01-01'", "--date-field", "occurred",
              "--response", STUDY["response"], "--where", STUDY["where"], "--control-area", STUDY["control"],
              "--displacement", "250 m", check=1)
    assert "the condition (occurred < '1990-01-01') selects no incident" in run.err
