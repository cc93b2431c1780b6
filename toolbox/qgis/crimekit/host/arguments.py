# SPDX-License-Identifier: MIT
"""From values to a command line."""

import shlex

RECORD = "--record-as"  # values: a list of OPTION=TEXT
RUNNING = ("--quiet", "--progress", RECORD)  # the host's own affair
HOST_PROGRESS = "--progress=lines"


def build(command, options, values):
    """The arguments after the program's path. `values` maps option names to text, True, False, a list or None (not given)."""
    unknown = set(values) - {option["name"] for option in options}
    if unknown:
        raise KeyError(f"{command} has no option {', '.join(sorted(unknown))}")
    arguments = [command]
    for option in options:
        arguments += argument(option, values.get(option["name"]))
    return [*arguments, HOST_PROGRESS]


def argument(option, value):
    """An '=' between name and value: a value may begin with a dash."""
    if option["type"] == "flag":
        is_default = bool(value) == (option["default"] == "on")
        if value is None or is_default:
            return []
        return [option["name"] if value else option.get("negation") or f"--no-{option['name'][2:]}"]
    if option.get("goes_with") and value is not None and value == option["default"]:
        return []  # a dialog always gives its default, also where the option has nothing to go with
    given = value if isinstance(value, list) else [value]
    return [f"{option['name']}={each}" for each in given if each not in (None, "")]


def number_text(value):
    """A number as short as it can be read back: 20, not 20.0."""
    number = float(value)
    return str(int(number)) if number.is_integer() and abs(number) < 2**53 else repr(number)


def default_number(option):
    """A number's default; None where there is none, or it depends on other options."""
    if option["default"] is None:
        return None
    return int(option["default"]) if option["type"] == "integer" else float(option["default"])


def shell_text(arguments):
    """A line that can be pasted into a terminal."""
    return " ".join(shlex.quote(argument) for argument in arguments if argument != HOST_PROGRESS)
