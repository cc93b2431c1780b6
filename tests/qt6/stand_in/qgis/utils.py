# SPDX-License-Identifier: MIT


def pluginMetadata(_plugin, _key):
    return ""
