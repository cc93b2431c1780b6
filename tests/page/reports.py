# SPDX-License-Identifier: MIT
"""Each kind of report, made of the sample town by the commands of the build."""

import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "python"))
from town_model import CRIMS, ROOT, WDD, run, town_model  # noqa: E402

TOWN, COUNTY = "samples/town.gpkg|layername=", "samples/town-county.gpkg|layername="
SQUARE = ["--response", TOWN + "response", "--where", "NAME='Market Square'", "--start-field", "RESP_START", "--end-field", "RESP_END", "--displacement", "250 m"]
COMPARED = ["--control", TOWN + "control", "--incidents", COUNTY + "incidents", "--date-field", "occurred", "--comparison-areas", COUNTY + "districts"]
DISTRICTS = ["--response", COUNTY + "districts", "--where", "fid IN (3, 9, 14)", "--each", "NAME", "--start", "2023-01-01", "--end", "2023-06-30",
             "--control", COUNTY + "districts", "--control-where", "fid = 20", *COMPARED[2:], "--displacement", "0"]
TYPES = "anti-social behaviour,burglary,criminal damage and arson,shoplifting,vehicle crime,violence and sexual offences"
CRIMES = ["--crimes", "samples/town-crimes.zip", "--lookup", "samples/town-lookup.csv"]

REPORTS = {  # name: the command
    "test": [WDD, "test", *SQUARE, *COMPARED, "--test-suitability", "--title", "Market Square, January to June 2023"],
    "test-plain": [WDD, "test", *SQUARE, "--control", TOWN + "control", "--incidents", TOWN + "incidents", "--date-field", "occurred"],
    "counts": [WDD, "counts", "--treated", "207,110", "--control", "308,318", "--treated-displacement", "178,157", "--control-displacement", "150,140"],
    "batch": [WDD, "batch", *DISTRICTS],
    "batch-plain": [WDD, "batch", "--response", TOWN + "response", "--each", "NAME", *SQUARE[4:], "--control", TOWN + "control",
                    "--incidents", TOWN + "incidents", "--date-field", "occurred", "--type-field", "type"],
    "plan": [WDD, "plan", "--area", "120", "--ring", "80", "--control", "100", "--variation", "13"],
    "placebo": [WDD, "placebo", *SQUARE, *COMPARED],
    "validate": [CRIMS, "validate", *CRIMES, "--from", "2023-01", "--to", "2023-12", "--replicates", "20", "--model", "model.gpkg"],
    "evaluate": [CRIMS, "evaluate", "--model", "model.gpkg", "--scenario", "samples/scenario.json", "--control", TOWN + "control",
                 "--displacement", "250 m", "--months", "3,6,12", "--crime-types", TYPES, "--observed-z", "-2.596", "--replicates", "2000",
                 "--output", "evaluation.gpkg"],
    "audit": [CRIMS, "audit", *CRIMES],
    "run": [CRIMS, "run", "Thornmere", "2023", "2024", "--data", "samples", "--replicates", "20"],
}


def make_model(folder):
    run(CRIMS, "population", "--quiet", "--census", ROOT / "samples/town-census.csv", "--output", folder / "people.gpkg")
    town_model(folder, "--population", folder / "people.gpkg")


def make_report(name, folder, over=False):
    """The page as a file; `over`: one that is there is replaced."""
    page = folder / f"{name}.html"
    if name == "run": # its page is in a folder with what it tells of
        subprocess.run([*REPORTS[name], "--models", folder / "models", "--output", folder / "run", *(["--overwrite"] if over else [])],
                       check=True, capture_output=True, cwd=ROOT)
        (folder / "run/report.html").replace(page)
        return page
    command = [folder / part if part in ("model.gpkg", "evaluation.gpkg") else part for part in REPORTS[name]]
    subprocess.run([str(part) for part in (*command, "--html", page, *(["--overwrite"] if over else []))], check=True, capture_output=True, cwd=ROOT)
    return page
