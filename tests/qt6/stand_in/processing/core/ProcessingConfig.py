# SPDX-License-Identifier: MIT
"""Processing's settings, of which nothing is kept."""


class Setting:
    STRING = "string"

    def __init__(self, *_args, **_more):
        pass


class ProcessingConfig:
    settingIcons = {}

    @staticmethod
    def addSetting(_setting):
        pass

    @staticmethod
    def removeSetting(_name):
        pass

    @staticmethod
    def readSettings():
        pass
