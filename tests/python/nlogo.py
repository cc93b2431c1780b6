# SPDX-License-Identifier: MIT
"""A NetLogo model as text, as far as it can be checked without NetLogo: its parts, its names, what it says to Python."""

import re
import xml.etree.ElementTree as ElementTree

# The primitives that samples/abm/patrol.nlogo may use (NetLogo 6.2 to 6.4, extensions py and csv); another one is to be looked up and added.
PRIMITIVES = set("""
    any? ask blue but-first ceiling circle clear-all count csv:from-string die distance empty? false floor foreach hidden? if ifelse-value is-number?
    item length list lput max max-one-of mean min-one-of mod move-to neighbors nobody not of one-of or and orange patch patch-here patch-set
    patches pcolor position py:run py:runresult py:set py:setup py:python3 random-float random-seed range red report reset-ticks resize-world
    scale-color set set-patch-size setxy shape color size sort-on sprout-calls create-officers officers-here sqrt stop sublist sum tick ticks
    true turtles with word xcor ycor
""".split())


class Nlogo:
    def __init__(self, path):
        self.sections = path.read_text(encoding="utf-8").split("@#$#@#$#@\n")
        self.code = re.sub(r";[^\n]*", "", self.sections[0])
        self.widgets = [block.split("\n") for block in self.sections[1].strip("\n").split("\n\n")]
        self.experiments = ElementTree.fromstring(self.sections[7])

    def variables(self):
        """What sliders, inputs and choosers set, with its value."""
        values = {w[5]: w[7] for w in self.widgets if w[0] == "CHOOSER"} | {w[5]: w[6] for w in self.widgets if w[0] == "INPUTBOX"}
        return values | {w[5]: w[9] for w in self.widgets if w[0] == "SLIDER"}

    def widget_code(self):
        """What buttons, monitors and pens run."""
        code = [w[6] for w in self.widgets if w[0] in ("BUTTON", "MONITOR")]
        return code + [re.findall(r'"[^"]*"', line)[-1].strip('"') for w in self.widgets if w[0] == "PLOT" for line in w[16:]]

    def plots(self):
        return [w[5] for w in self.widgets if w[0] == "PLOT"]

    def strings(self, command):
        """The first text of each py:run or py:runresult."""
        return [found.strip('"') for found in re.findall(rf'{command} (?:\(word )?("[^"]*")', self.code)]

    def words(self, code):
        return re.findall(r"[^\s\[\]()\"]+", re.sub(r'"[^"]*"', " ", code))

    def names(self):
        """All that the code declares."""
        declared = re.findall(r"(?:to|to-report)\s+(\S+)", self.code) + re.findall(r"let\s+(\S+)", self.code)
        for inner in re.findall(r"(?:globals|[a-z]+-own|breed)\s*\[([^\]]*)\]", self.code) + re.findall(r"to-report\s+\S+\s*\[([^\]]*)\]", self.code):
            declared += inner.split()
        declared += re.findall(r"\[\s*(\S+)\s*->", self.code)
        return set(declared) | set(self.variables())

    def unknown(self):
        """Words that are no primitive, nothing declared, no number and no operator."""
        body = re.sub(r"^(extensions|breed|globals|[a-z]+-own)\s*\[[^\]]*\]", " ", self.code, flags=re.M)
        words = set(self.words(body + "\n" + "\n".join(self.widget_code()))) - {"to", "to-report", "end", "let", "->", "plot"}
        operators = set("+ - * / = != < > <= >=".split())
        return {w for w in words - PRIMITIVES - self.names() - operators if not re.fullmatch(r"-?[\d.]+", w)}
