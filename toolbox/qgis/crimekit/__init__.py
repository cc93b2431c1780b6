# SPDX-License-Identifier: MIT
"""The crimekit plugin for QGIS. Nothing of QGIS is imported here: the ArcGIS toolbox uses crimekit.host too."""


def classFactory(interface):  # the name QGIS asks for
    from .plugin import CrimekitPlugin

    return CrimekitPlugin(interface)
