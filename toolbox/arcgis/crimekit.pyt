# -*- coding: utf-8 -*-
# SPDX-License-Identifier: MIT
"""crimekit for ArcGIS Pro: a tool for each command, Weighted Displacement Difference among them with the signature of ArcGIS's own.

It needs the folder `crimekit` beside it, as in the zip, or around it, as in the zip for Windows, or the one of the source tree; and the
commands: in the folder `bin` of `crimekit`, in a folder that the environment variable CRIMEKIT_PATH names, or on PATH.
"""

import json
import os
import sys

import arcpy

HERE = os.path.dirname(os.path.abspath(__file__))
for place in (HERE, os.path.dirname(os.path.dirname(HERE)), os.path.join(os.path.dirname(HERE), "qgis")):
    if os.path.isdir(os.path.join(place, "crimekit", "host")) and place not in sys.path:
        sys.path.insert(0, place)

from crimekit.host import arguments, catalog, commands, runner, words  # noqa: E402  found above
from crimekit.host.log_text import LogText  # noqa: E402
from crimekit.host.workspace import workspace  # noqa: E402

DATA_TYPES = {
    "layer": "GPFeatureLayer", "sql": "GPSQLExpression", "field": "Field", "output_layer": "DEFeatureClass", "distance": "GPLinearUnit",
    "date": "GPDate", "number": "GPDouble", "integer": "GPLong", "choice": "GPString", "flag": "GPBoolean", "text": "GPString",
    "crs": "GPCoordinateSystem", "file": "DEFile", "output_file": "DEFile"}
GEOMETRIES = {"points": "Point", "polygons": "Polygon"}
DRAWN = {"--control": "GPFeatureRecordSetLayer"}  # can be drawn in the tool's pane
OUTPUTS = ("output_layer", "output_file")
SUITABILITY = ("max_area_difference", "max_count_difference", "min_correlation_coefficient")
STYLE_NOTE = "ArcGIS does not read the style that the layer brings for QGIS; the README beside this toolbox says how to make the same picture."


class Toolbox:
    def __init__(self):
        self.label = "crimekit"
        self.alias = "crimekit"
        self.tools = TOOLS


class CommandTool:
    """One command of the catalog; a class of its own for each is made below."""

    entry = None
    canRunInBackground = True

    def __init__(self):
        self.label = self.entry.name
        self.category = self.entry.group
        self.description = "\n\n".join(
            [*words.description(self.entry),
             *(f"{words.title(self.entry, option)}: {words.help_text(self.entry, option)}" for option in self.shown())])

    def shown(self):
        """ArcGIS's environment settings say whether existing outputs are replaced."""
        return [option for option in self.entry.options if option["name"] != "--overwrite"]

    def name_of(self, option):
        return self.entry.parameter_name(option).lower()

    # --- what ArcGIS asks ---------------------------------------------------------------------------------------------

    def getParameterInfo(self):
        numbers = [
            arcpy.Parameter(name=name.lower(), displayName=name, direction="Output", datatype="GPDouble", parameterType="Derived")
            for name in self.entry.numbers]
        return [self.parameter(option) for option in self.shown()] + numbers

    def parameter(self, option):
        result = arcpy.Parameter(
            name=self.name_of(option), displayName=words.title(self.entry, option), direction="Output" if option["type"] in OUTPUTS else "Input",
            datatype=data_type(option),
            parameterType="Required" if self.is_required(option) else "Optional")
        parent = self.entry.option(option.get("parent", ""))
        if parent and option["type"] in ("field", "sql"):
            result.parameterDependencies = [self.name_of(parent)]
        if option["type"] == "flag":
            result.value = option["default"] == "on"
            if option.get("choices"):
                result.filter.list = option["choices"]
        elif option["type"] == "choice":
            result.filter.list = option["choices"]
            result.value = option["default"]
        elif is_number(option):
            result.value = arguments.default_number(option)
        elif option["type"] == "layer" and option["geometry"] in GEOMETRIES:
            result.filter.list = [GEOMETRIES[option["geometry"]]]
        if option["advanced"]:
            result.category = "More options"
        return result

    def is_required(self, option):
        """ArcGIS's tool always writes its feature class; its fields of dates may here be dates."""
        return self.entry.is_required(option) or (self.entry.arcgis and option["name"] == "--output")

    def isLicensed(self):
        return True

    def updateParameters(self, parameters):
        by_name = {parameter.name: parameter for parameter in parameters}
        if "test_suitability" in by_name:
            for name in SUITABILITY:
                by_name[name].enabled = bool(by_name["test_suitability"].value)

    def updateMessages(self, parameters):
        try:
            self.find_command()
        except commands.CommandMissing as error:
            parameters[0].setErrorMessage(str(error))

    def find_command(self):
        return commands.find(self.entry.tool, "", catalog.version())

    # --- a run --------------------------------------------------------------------------------------------------------

    def execute(self, parameters, messages):
        arcpy.SetProgressor("step", self.label, 0, 100, 1)
        try:
            with workspace() as (folder, watch):
                self.run(self.find_command(), {parameter.name: parameter for parameter in parameters}, folder, watch)
        except (commands.CommandMissing, runner.CommandFailed) as error:
            arcpy.AddError(str(error))
            raise arcpy.ExecuteError(str(error)) from error
        except runner.Cancelled:
            arcpy.AddWarning("Stopped before the end; nothing was written")
        finally:
            arcpy.ResetProgressor()

    def run(self, command, by_name, folder, watch):
        values = {"--overwrite": bool(arcpy.env.overwriteOutput)} if self.entry.option("--overwrite") else {}
        chosen = []  # by the user, where the command is given a copy
        copies = {}  # option of an output layer: what the command writes, which then is copied to where the user wants it
        for option in self.shown():
            parameter = by_name[self.name_of(option)]
            if parameter.valueAsText in (None, ""):
                continue
            if option["type"] in ("layer", "sql"):
                chosen.append(f"{option['name']}={parameter.valueAsText}")
            if option["type"] == "layer":
                values[option["name"]] = self.export(option, parameter, by_name, folder)
            elif option["type"] == "sql":
                continue  # the export has what it chooses
            elif option["type"] == "output_layer":
                require_free(parameter)
                copies[option["name"]] = values[option["name"]] = os.path.join(folder, "result.gpkg")
            else:
                values[option["name"]] = value_text(option, parameter)
        if chosen:
            values[arguments.RECORD] = chosen
        if self.entry.numbers and "--json" not in values:
            values["--json"] = os.path.join(folder, "result.json")
        line = [command, *arguments.build(self.entry.command, self.entry.description["options"], values)]
        listener = ArcGisListener(self.report_title(by_name))
        try:
            runner.run(line, listener, watch, words.environment(self.entry, folder))
        finally:
            listener.end()
        for name, path in copies.items():
            arcpy.management.CopyFeatures(os.path.join(path, "main.result"), by_name[self.name_of(self.entry.option(name))].valueAsText)
            arcpy.AddMessage(STYLE_NOTE)
        self.give_numbers(values, by_name)

    def report_title(self, by_name):
        """What the tool calls the report that is made in this run; "" where there is none."""
        option = next((each for each in self.shown() if each["name"] == "--html"), None)
        made = option and by_name[self.name_of(option)].valueAsText
        return words.title(self.entry, option) if made else ""

    def export(self, option, parameter, by_name, folder):
        """The layer's selected features, of its definition query and the where clause, in a GeoPackage."""
        name = self.name_of(option)
        clauses = [other for other in self.shown() if other["type"] == "sql" and other.get("parent") == option["name"]]
        where = next((by_name[self.name_of(other)].valueAsText for other in clauses), None)
        path = os.path.join(folder, f"{name}.gpkg")
        arcpy.management.CreateSQLiteDatabase(path, "GEOPACKAGE_1.3")
        chosen = f"crimekit_{name}"
        arcpy.management.MakeFeatureLayer(parameter.value, chosen, where or "")
        try:
            arcpy.management.CopyFeatures(chosen, os.path.join(path, name))
        finally:
            arcpy.management.Delete(chosen)
        return f"{path}|layername={name}"

    def give_numbers(self, values, by_name):
        if self.entry.numbers:
            with open(values["--json"], encoding="utf-8") as file:
                for name, number in catalog.numbers(self.entry, json.load(file)).items():
                    by_name[name.lower()].value = number


def data_type(option):
    """A list is written with commas between."""
    if option.get("list") and option["type"] != "field":
        return "GPString"
    return DRAWN.get(option["name"], DATA_TYPES.get(option["type"], "GPString"))


def is_number(option):
    return option["type"] in ("number", "integer") and not option.get("list")


def value_text(option, parameter):
    """What the command reads for a parameter's value."""
    if option["type"] == "flag":
        return bool(parameter.value)
    if option["type"] == "date":
        return parameter.value.strftime("%Y-%m-%d")
    if is_number(option):
        return arguments.number_text(parameter.value)
    if option["type"] == "field":
        return parameter.valueAsText.replace(".", "_")  # of a joined table: so does CopyFeatures
    if option["type"] == "crs":
        return parameter.value.exportToString().split(";")[0]
    return parameter.valueAsText


def require_free(parameter):
    """Before any work."""
    if arcpy.Exists(parameter.valueAsText) and not arcpy.env.overwriteOutput:
        raise runner.CommandFailed(
            f"{parameter.valueAsText} exists; choose another name, or allow geoprocessing tools to overwrite existing datasets", 1)


class ArcGisListener(runner.Listener):
    def __init__(self, report):
        self.log = LogText(arcpy.AddMessage, report)

    def end(self):
        self.log.end()

    def progress(self, percent):
        arcpy.SetProgressorPosition(percent)

    def info(self, line):
        self.log.line(line)

    def warning(self, text):
        arcpy.AddWarning(text)

    def is_cancelled(self):
        return bool(arcpy.env.isCancelled)


def tool_class(entry):
    """ArcGIS names a tool by its class: WeightedDisplacementDifference, as its own tool is called."""
    name = "WeightedDisplacementDifference" if entry.arcgis else entry.id.capitalize()
    return type(name, (CommandTool,), {"entry": entry, "__doc__": entry.description["summary"]})


TOOLS = [tool_class(entry) for entry in catalog.entries()]
globals().update({tool.__name__: tool for tool in TOOLS})
