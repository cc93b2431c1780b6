# SPDX-License-Identifier: MIT
"""How the dialog asks for a month: a date of which only year and month are shown. Loaded by QGIS only where there is a screen."""

from processing.gui.wrappers import WidgetWrapper
from qgis.gui import QgsDateTimeEdit
from qgis.PyQt.QtCore import QDate, QDateTime, QTime

from .widgets import only_in_dialogs

FORMAT = "yyyy-MM"


class MonthWidget(WidgetWrapper):
    def createWidget(self):
        edit = QgsDateTimeEdit()
        edit.setDisplayFormat(FORMAT)
        edit.setAllowNull(True)
        edit.setNullRepresentation("Not set")
        edit.clear()
        edit.dateTimeChanged.connect(lambda _: self.widgetValueHasChanged.emit(self))
        return edit

    def setValue(self, value):
        month = QDate.fromString(f"{value or ''}"[:7], FORMAT)
        if month.isValid():
            self.widget.setDateTime(QDateTime(month, QTime(0, 0)))
        else:
            self.widget.clear()

    def value(self):
        """2023-01 as text; nothing until a month has been given."""
        return None if self.widget.isNull() else self.widget.dateTime().toString(FORMAT)


MonthWidgetChoice = only_in_dialogs(MonthWidget)
