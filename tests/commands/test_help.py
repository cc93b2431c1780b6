# SPDX-License-Identifier: MIT
"""What the help of every command has: whole sentences, defaults that are told where they stand, and an example."""

import json
import re

import pytest


@pytest.fixture(scope="module", params=["wdd", "crims"])
def commands(request):
    tool = request.getfixturevalue(request.param)
    return request.param, json.loads(tool("--json-usage").out)["commands"]


def test_every_command_has_an_example_of_itself(commands):
    tool, found = commands
    without = [command["name"] for command in found
               if not any(example.startswith(f"{tool} {command['name']} ") for example in command["examples"])]
    assert without == []


def test_every_help_is_a_sentence(commands):
    _, found = commands
    wrong = [(command["name"], option["name"]) for command in found for option in command["options"]
             if not re.match(r"[A-Z0-9⟨]|[xyz] ", option["help"]) or not option["help"].endswith((".", '".', ".)", '"'))]
    assert wrong == []


def test_nobody_is_sent_elsewhere_for_a_default(commands):
    _, found = commands
    assert [command["name"] for command in found for option in command["options"] if "see above" in json.dumps(option)] == []


def test_the_week_has_one_number_of_hours(commands):
    """A table of three periods a day is still read, and is not what a rhythm is."""
    _, found = commands
    helps = {command["name"]: option["help"] for command in found for option in command["options"] if option["name"] == "--rhythm"}
    assert all("168 hours" in text for text in helps.values())
