# SPDX-License-Identifier: MIT
"""Tables for a log that is narrower than a terminal: one that is too wide becomes a line for each row, or a pointer to the report."""

import re

WIDTH = 72  # columns that a log shows beside the help
MOST_ROWS = 8  # more would not be read as lines
VALUE = re.compile(r"[-+(±]*\d")
CELL = re.compile(r"\S+(?: \S+)*")


class LogText:
    """Passes lines on; those of a table are kept until it ends. `report`: what the dialog calls the output that has them all, or ""."""

    def __init__(self, write, report):
        self._write = write
        self._report = report
        self._table = []

    def line(self, text):
        if is_row(text):
            self._table.append(text)
            return
        self.end()
        self._write(text)

    def end(self):
        """After the last line."""
        table, self._table = self._table, []
        for text in narrow(table, self._report):
            self._write(text)


def is_row(text):
    """Three cells or more, with the gaps of a table between."""
    return len(CELL.findall(text)) >= 3


def narrow(table, report):
    """The lines of a table, or what stands for them."""
    if max(map(len, table), default=0) <= WIDTH:
        return table
    if len(table) - 1 <= MOST_ROWS:
        return rows_as_lines(table)
    return [f'  (A table of {len(table) - 1} rows, too wide for this log, is in "{report}".)'] if report else table


def rows_as_lines(table):
    """'Area difference: actual 1.11 %; threshold at most 20 %; met', by the headings above the cells; both end in one column."""
    head = list(CELL.finditer(table[0]))
    has_head = not VALUE.match(head[1].group())
    headings = {cell.end(): cell.group() for cell in head} if has_head else {}
    lines = []
    for row in table[has_head:]:
        first, *cells = CELL.finditer(row)
        over_first = f"{head[0].group()} " if has_head and head[0].start() < first.end() else ""
        named = [f"{headings[cell.end()]} {cell.group()}" if cell.end() in headings else cell.group() for cell in cells]
        lines.append(f"  {over_first}{first.group()}: {'; '.join(named)}")
    return lines
