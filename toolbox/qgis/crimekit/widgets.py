# SPDX-License-Identifier: MIT
"""What the widgets of this plugin have in common. Loaded by QGIS only where there is a screen."""

from processing.gui.wrappers import dialogTypes
from qgis.gui import QgsGui, QgsProcessingGui


def is_plain_dialog(dialog):
    """Neither the Model Designer's nor a batch."""
    return dialogTypes.get(dialog.__class__.__name__, QgsProcessingGui.WidgetType.Standard) == QgsProcessingGui.WidgetType.Standard


def native(parameter, dialog):
    """QGIS's own widget."""
    kind = dialogTypes.get(dialog.__class__.__name__, QgsProcessingGui.WidgetType.Standard)
    registry = QgsGui.processingGuiRegistry()
    if kind == QgsProcessingGui.WidgetType.Modeler:
        wrapper = registry.createModelerParameterWidget(dialog.model, dialog.childId, parameter, dialog.context)
    else:
        wrapper = registry.createParameterWidgetWrapper(parameter, kind)
    wrapper.setDialog(dialog)
    return wrapper


def only_in_dialogs(widget_class):
    """A class, for nothing else is accepted, that makes the widget for a dialog, and QGIS's own elsewhere, where a value may be an
    input of a model or a list of files.
    """
    def make(_cls, parameter, dialog, row=0, col=0, **more):
        return widget_class(parameter, dialog, row, col, **more) if is_plain_dialog(dialog) else native(parameter, dialog)

    return type(f"{widget_class.__name__}Choice", (), {"__new__": make})
