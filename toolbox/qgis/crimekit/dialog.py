# SPDX-License-Identifier: MIT
"""The dialog of a tool: QGIS's own, with its parameters in groups and its layers chosen well. Loaded only where there is a screen."""

from processing.gui.AlgorithmDialog import AlgorithmDialog
from processing.gui.wrappers import WidgetWrapper
from qgis.core import Qgis, QgsMapLayerProxyModel, QgsProject, QgsWkbTypes
from qgis.gui import QgsMapLayerComboBox
from qgis.PyQt import sip
from qgis.PyQt.QtWidgets import QComboBox, QGroupBox, QLabel, QVBoxLayout

from .host import choose

if hasattr(Qgis, "LayerFilter"):  # since QGIS 3.34
    POINTS_OR_TABLE = Qgis.LayerFilters(Qgis.LayerFilter.PointLayer | Qgis.LayerFilter.NoGeometry)
else:
    POINTS_OR_TABLE = QgsMapLayerProxyModel.Filter.PointLayer | QgsMapLayerProxyModel.Filter.NoGeometry
GEOMETRIES = {QgsWkbTypes.GeometryType.PointGeometry: "points", QgsWkbTypes.GeometryType.PolygonGeometry: "polygons"}


class CommandDialog(AlgorithmDialog):
    def getParametersPanel(self, alg, parent):
        panel = super().getParametersPanel(alg, parent)
        offer_tables(panel, alg.entry)
        choose_layers(panel, alg.entry)
        arrange(panel, alg.entry)
        return panel

    def setParameters(self, parameters):
        super().setParameters(self.algorithm().entry.with_names_of_today(parameters))


def parts(wrapper):
    """The label, if there is one, and the widget."""
    if isinstance(wrapper, WidgetWrapper):
        return [part for part in (wrapper.label, wrapper.widget) if part is not None]
    return [part for part in (wrapper.wrappedLabel(), wrapper.wrappedWidget()) if part is not None]


def wrappers_of(panel, entry, *types):
    """(option, wrapper) of all options, or of those types."""
    for option in entry.options:
        wrapper = panel.wrappers.get(entry.parameter_name(option))
        if wrapper is not None and (not types or option["type"] in types):
            yield option, wrapper


# --- layers ---------------------------------------------------------------------------------------------------------------


def layer_box(wrapper):
    """The list of layers inside; Python knows it as a plain list."""
    boxes = parts(wrapper)[-1].findChildren(QComboBox)
    return sip.cast(next(box for box in boxes if box.inherits("QgsMapLayerComboBox")), QgsMapLayerComboBox)


def offer_tables(panel, entry):
    """A table of incidents has its places in two columns, of which the advanced parameters ask."""
    for option, wrapper in wrappers_of(panel, entry, "layer"):
        if option["geometry"] == "incidents":
            layer_box(wrapper).setFilters(POINTS_OR_TABLE)


def choose_layers(panel, entry):
    """QGIS takes the first polygons of the project for all of them."""
    chosen_here = {option["name"]: wrapper for option, wrapper in wrappers_of(panel, entry, "layer")
                   if entry.is_required(option) or option["geometry"] == "incidents" and not option["advanced"]}
    options = [option for option in entry.options if option["name"] in chosen_here]
    layers = [layer for layer in QgsProject.instance().layerTreeRoot().layerOrder() if hasattr(layer, "geometryType")]
    offered = [(layer.id(), layer.name(), GEOMETRIES.get(layer.geometryType(), "")) for layer in layers]
    for name, layer in choose.layers(options, offered).items():
        layer_box(chosen_here[name]).setLayer(QgsProject.instance().mapLayer(layer) if layer else None)


# --- groups ---------------------------------------------------------------------------------------------------------------


def arrange(panel, entry):
    """A box for each group of options, as the command's help has them, above QGIS's own for what is advanced."""
    advanced = panel.findChild(QGroupBox, "grpAdvanced")
    if advanced is None:  # another QGIS than those that are known
        return
    page = advanced.parentWidget().layout()
    groups = list(dict.fromkeys(option["group"] for option in entry.description["options"]))
    boxes = {}
    group_before = None
    for option, wrapper in sorted(wrappers_of(panel, entry), key=lambda pair: groups.index(pair[0]["group"])):
        group = option["group"]
        if option["advanced"] and not is_made_unasked(panel, wrapper):
            layout = advanced.layout()
            if group != group_before:
                layout.addWidget(heading(group))
            group_before = group
        else:
            if group not in boxes:
                boxes[group] = QGroupBox(group, advanced.parentWidget())
                QVBoxLayout(boxes[group])
                page.insertWidget(page.indexOf(advanced), boxes[group])
            layout = boxes[group].layout()
        for part in parts(wrapper):
            layout.addWidget(part)
    advanced.setVisible(group_before is not None)


def is_made_unasked(panel, wrapper):
    """An output that a run makes if nobody says otherwise is to be seen."""
    definition = panel.algorithm().parameterDefinition(wrapper.parameterDefinition().name())
    return definition.isDestination() and definition.createByDefault()


def heading(text):
    label = QLabel(f"<b>{text}</b>")
    label.setContentsMargins(0, 8, 0, 0)
    return label
