# SPDX-License-Identifier: MIT
"""How the dialog asks for a field with dates: a list of the layer's dates and texts, the likely one chosen; another can be
typed, such as YEAR,MONTH,DAY. Loaded by QGIS only where there is a screen.
"""

from processing.gui.wrappers import WidgetWrapper
from processing.tools import dataobjects
from qgis.core import QgsProcessingFeatureSourceDefinition, QgsProcessingUtils, QgsVectorLayer
from qgis.PyQt.QtWidgets import QComboBox

from .export import type_number
from .host import choose
from .widgets import only_in_dialogs

KINDS = {10: "text", 14: "date", 16: "date"}  # Qt's numbers of types are the same in 5 and 6


class DateFieldWidget(WidgetWrapper):
    def createWidget(self, option=None):
        self.option = option
        self.fields = []
        combo = QComboBox()
        combo.setEditable(True)
        combo.lineEdit().setPlaceholderText("Not set")
        combo.currentTextChanged.connect(lambda _: self.widgetValueHasChanged.emit(self))
        return combo

    def postInitialize(self, wrappers):
        parent = self.parameterDefinition().parentLayerParameterName()
        for wrapper in wrappers:
            if wrapper.parameterDefinition().name() == parent:
                self.show_fields_of(wrapper)
                wrapper.widgetValueHasChanged.connect(self.show_fields_of)

    def show_fields_of(self, wrapper):
        """A field that the layer has too stays chosen."""
        context = dataobjects.createContext()  # owns a layer that only a path names
        layer = layer_of(wrapper.parameterValue(), context)
        before, kept = self.names(), self.widget.currentText()
        self.fields = [] if layer is None else [
            (field.name(), KINDS[type_number(field)]) for field in layer.fields() if type_number(field) in KINDS]
        self.widget.blockSignals(True)
        self.widget.clear()
        self.widget.addItem("")
        for name, _kind in self.fields:
            self.widget.addItem(layer.fields().iconForField(layer.fields().lookupField(name)), name)
        typed = bool(kept) and kept not in before
        stays = typed or kept in self.names()
        self.widget.setCurrentText(kept if stays and kept else choose.date_field(self.option, self.fields))
        self.widget.blockSignals(False)
        self.widgetValueHasChanged.emit(self)

    def names(self):
        return [name for name, _kind in self.fields]

    def setValue(self, value):
        several = isinstance(value, (list, tuple))
        self.widget.setCurrentText(",".join(map(str, value)) if several else str(value or ""))

    def value(self):
        return self.widget.currentText().strip() or None


def layer_of(value, context):
    """The layer that a parameter's value stands for, if the dialog knows it."""
    if isinstance(value, QgsProcessingFeatureSourceDefinition):
        value = value.source.staticValue()
    if isinstance(value, QgsVectorLayer):
        return value
    if not value or not isinstance(value, str):
        return None
    return QgsProcessingUtils.mapLayerFromString(value, context, True, QgsProcessingUtils.LayerHint.Vector)


DateFieldWidgetChoice = only_in_dialogs(DateFieldWidget)
