# SPDX-License-Identifier: MIT
"""A fake of the few calls of arcpy that crimekit.pyt makes. Layers are layer references (PATH|layername=NAME), copied by GDAL.

It shows that the tool asks for the right things in the right order. It does not show that ArcGIS Pro does them as we believe.
"""

import types

from osgeo import gdal

gdal.UseExceptions()


class ExecuteError(Exception):
    pass


class Parameter:
    def __init__(self, name, displayName, direction, datatype, parameterType):
        self.name, self.displayName, self.direction = name, displayName, direction
        self.datatype, self.parameterType = datatype, parameterType
        self.value, self.category, self.enabled, self.parameterDependencies, self.error = None, None, True, [], None
        self.filter = types.SimpleNamespace(list=[])

    @property
    def valueAsText(self):
        return None if self.value is None else str(self.value).lower() if isinstance(self.value, bool) else str(self.value)

    def setErrorMessage(self, text):
        self.error = text


class Arcpy(types.ModuleType):
    """A new one for each test: what was said, the environment, and the temporary layers."""

    ExecuteError, Parameter = ExecuteError, Parameter

    def __init__(self):
        super().__init__("arcpy")
        self.messages, self.warnings, self.errors, self.positions, self.layers = [], [], [], [], {}
        self.env = types.SimpleNamespace(overwriteOutput=False, isCancelled=False)
        self.AddMessage, self.AddWarning, self.AddError = self.messages.append, self.warnings.append, self.errors.append
        self.SetProgressorPosition = self.positions.append
        self.management = self

    def SetProgressor(self, kind, label, low, high, step):
        self.positions.append(kind)

    def ResetProgressor(self):
        self.positions.append("end")

    def Exists(self, path):
        try:
            gdal.OpenEx(path.split("|")[0])
        except RuntimeError:
            return False
        return True

    def CreateSQLiteDatabase(self, path, kind):
        assert kind == "GEOPACKAGE_1.3"
        gdal.GetDriverByName("GPKG").Create(path, 0, 0, 0, gdal.GDT_Unknown)

    def MakeFeatureLayer(self, source, name, where):
        assert name not in self.layers
        self.layers[name] = (str(source), where)

    def Delete(self, name):
        del self.layers[name]

    def CopyFeatures(self, source, target):
        """From a temporary layer or FILE.gpkg/main.TABLE into FILE.gpkg/TABLE or a file of its own."""
        source, where = self.layers.get(source, (source, ""))
        path, _, layer = source.partition("|layername=")
        if "/main." in path:
            path, _, layer = path.partition("/main.")
        into = target.rpartition(".gpkg/")
        if into[1]:
            how = {"destNameOrDestDS": into[0] + ".gpkg", "layerName": into[2], "accessMode": "update"}
        else:
            how = {"destNameOrDestDS": target, "layerName": "result"}
        options = gdal.VectorTranslateOptions(layers=[layer], where=where or None, format="GPKG", layerName=how["layerName"],
                                              accessMode=how.get("accessMode"))
        gdal.VectorTranslate(how["destNameOrDestDS"], path, options=options)
