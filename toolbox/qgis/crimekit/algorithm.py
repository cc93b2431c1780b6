# SPDX-License-Identifier: MIT
"""The one Processing algorithm class: a command's description in, its command line out, its words and results back."""

import json
import os

from qgis.core import QgsProcessingAlgorithm, QgsProcessingException, QgsProcessingOutputNumber
from qgis.PyQt.QtGui import QIcon

from . import outputs, parameters as makers, settings
from .feedback import FeedbackListener
from .help import help_html, page_url
from .host import arguments, catalog, commands, runner, words
from .host.workspace import workspace
from .icons import icon_path
from .inputs import LayerInput


class CommandAlgorithm(QgsProcessingAlgorithm):
    def __init__(self, entry):
        super().__init__()
        self.entry = entry
        self.values = {}  # of a run, by option
        self.layers = {}
        self.conditions = {}
        self.destinations = {}

    def createInstance(self):
        return CommandAlgorithm(self.entry)

    def name(self):
        return self.entry.id

    def displayName(self):
        return self.entry.name

    def group(self):
        return self.entry.group

    def groupId(self):
        return self.entry.group.lower()

    def tags(self):
        return [self.entry.tool, self.entry.command, *catalog.TAGS, *self.entry.tags]

    def shortDescription(self):
        return self.entry.description["summary"]

    def shortHelpString(self):
        return help_html(self.entry)

    def helpUrl(self):
        return page_url(self.entry.id)

    def icon(self):
        return QIcon(self.svgIconPath())

    def svgIconPath(self):
        return icon_path(self.entry.group.lower())

    def initAlgorithm(self, configuration=None):
        for option in self.entry.options:
            self.addParameter(makers.make(self.entry, option))
            if self.entry.earlier_name(option):
                self.addParameter(makers.make_earlier(self.entry, option))
        for name in self.entry.numbers:
            self.addOutput(QgsProcessingOutputNumber(name, name))

    def createCustomParametersWidget(self, parent=None):
        from .dialog import CommandDialog  # only where there is a screen

        return CommandDialog(self, parent=parent)

    def canExecute(self):
        try:
            self.find_command()
        except commands.CommandMissing as error:
            return False, str(error)
        return True, ""

    def find_command(self):
        return commands.find(self.entry.tool, settings.command_folders(), catalog.version())

    def checkParameterValues(self, parameters, context):
        parameters = self.entry.with_names_of_today(parameters)
        for option in self.options_of("output_layer", "output_file"):
            name = self.entry.parameter_name(option)
            asked = outputs.output_text(parameters.get(name), context)
            reason = outputs.problem(name, asked, makers.output_suffixes(option))
            if reason:
                return False, reason
        for option in self.entry.options:  # QGIS lets them be missing, since they may have come under another name
            name = self.entry.parameter_name(option)
            if self.entry.is_required(option) and self.entry.earlier_name(option) and parameters.get(name) in (None, ""):
                return False, f"Incorrect parameter value for {name}"
        return super().checkParameterValues(parameters, context)

    def options_of(self, *types):
        return [option for option in self.entry.options if option["type"] in types]

    # --- a run --------------------------------------------------------------------------------------------------------

    def prepareAlgorithm(self, parameters, context, feedback):
        """Layers are resolved here, on the thread they live on."""
        parameters = self.entry.with_names_of_today(parameters)
        for option in self.entry.options:
            name = self.entry.parameter_name(option)
            if option["type"] == "layer":
                if parameters.get(name) not in (None, ""):
                    self.layers[option["name"]] = LayerInput(self, name, parameters, context)
            elif option["type"] not in ("sql", "output_layer", "output_file"):
                self.values[option["name"]] = makers.value(self, option, name, parameters, context)
        for option in self.options_of("sql"):
            # As text: parameterAsExpression() makes of an expression with a mistake one that selects all.
            condition = self.parameterAsString(parameters, self.entry.parameter_name(option), context).strip()
            if condition and option["parent"] in self.layers:
                self.layers[option["parent"]].only_where(condition)
                self.conditions[option["name"]] = condition
        return True

    def processAlgorithm(self, parameters, context, feedback):
        try:
            command = self.find_command()
            self.resolve_destinations(self.entry.with_names_of_today(parameters), context)
            with workspace() as (folder, watch):
                return self.run_command(command, folder, feedback, watch)
        except (commands.CommandMissing, runner.CommandFailed) as error:
            raise QgsProcessingException(self.with_layer_names(str(error))) from error
        except runner.Cancelled:
            return {}

    def resolve_destinations(self, parameters, context):
        for option in self.options_of("output_layer", "output_file"):
            name = self.entry.parameter_name(option)
            resolve = self.parameterAsOutputLayer if is_layer(option) else self.parameterAsFileOutput
            destination = resolve(parameters, name, context)
            if not destination:
                continue
            self.destinations[option["name"]] = destination
            reference = outputs.layer_reference(destination)
            for layer in self.layers.values():
                if layer.is_written_by(reference):
                    raise QgsProcessingException(f"{name}: {reference} is an input ({layer.name}); choose another result")
            self.values[option["name"]] = reference

    def run_command(self, command, folder, feedback, watch):
        for option, layer in self.layers.items():
            self.values[option] = layer.reference(folder, feedback)
        record = self.record()
        if record:
            self.values[arguments.RECORD] = record
        result_file = self.result_file(folder)
        line = [command, *arguments.build(self.entry.command, self.entry.description["options"], self.values)]
        feedback.pushCommandInfo(arguments.shell_text(line))
        listener = FeedbackListener(feedback, self.with_layer_names, self.report_title())
        try:
            runner.run(line, listener, watch, words.environment(self.entry, folder))
        finally:
            listener.end()
        for reference in (self.values[name] for name in self.destinations):
            outputs.require(reference)
        results = {self.entry.parameter_name(self.entry.option(name)): path for name, path in self.destinations.items()}
        for option in self.entry.options:  # a model asks for what it has always asked for
            if option["name"] in self.destinations and self.entry.earlier_name(option):
                results[self.entry.earlier_name(option)] = self.destinations[option["name"]]
        return {**results, **self.numbers(result_file)}

    def report_title(self):
        """What the dialog calls the report that is made in this run; "" where there is none."""
        option = self.entry.option("--html")
        return words.title(self.entry, option) if option and "--html" in self.destinations else ""

    def record(self):
        """What the user chose, where the command is given something else: an export, and no condition with it."""
        layers = {option: layer.chosen for option, layer in self.layers.items() if layer.exported}
        return [f"{option}={text}" for option, text in {**layers, **self.conditions}.items()]

    def with_layer_names(self, text):
        """A line of the command's, with the names of layers for the files that only this run knows."""
        for layer in self.layers.values():
            text = text.replace(layer.exported or "\0", f"{layer.title} ({layer.name})")
        return text

    def result_file(self, folder):
        """The command's result for programs, which the output numbers are read from; '' where there are none."""
        if not self.entry.numbers:
            return ""
        if "--json" not in self.destinations:
            self.values["--json"] = os.path.join(folder, "result.json")
        return self.values["--json"]

    def numbers(self, path):
        if not path:
            return {}
        with open(path, encoding="utf-8") as file:
            found = catalog.numbers(self.entry, json.load(file))
        return {name: number for name, number in found.items() if number is not None}

    def postProcessAlgorithm(self, context, feedback):
        for option in self.entry.options:
            if option["name"] in self.destinations and is_layer(option):
                label = self.parameterDefinition(self.entry.parameter_name(option)).description()
                outputs.load_styled(context, self.destinations[option["name"]], label, option.get("layer", ""))
        return {}


def is_layer(option):
    """Whether what an output holds belongs on the map."""
    return option["type"] == "output_layer" or bool(option.get("layer"))
