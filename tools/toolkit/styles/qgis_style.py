# SPDX-License-Identifier: MIT
"""Writes a layer's style as a small QML file. Needs PyQGIS."""

import os
import sys
import xml.etree.ElementTree as ElementTree

from qgis.core import QgsApplication, QgsMapLayer, QgsReadWriteContext
from qgis.PyQt.QtXml import QDomDocument


def exported(layer, categories):
    document = QDomDocument()
    layer.exportNamedStyle(document, QgsReadWriteContext(), QgsMapLayer.StyleCategories(categories))
    return ElementTree.fromstring(document.toString())


def meaning(style, new_layer, categories):
    """What QGIS understands of a style, as comparable text."""
    document = QDomDocument()
    document.setContent(ElementTree.tostring(style, encoding="unicode"))
    layer = new_layer()
    done, _ = layer.importNamedStyle(document)
    return ElementTree.canonicalize(ElementTree.tostring(exported(layer, categories), encoding="unicode")) if done else None


def is_needed(element, generated):
    """QGIS crashes on a geometry generator that lacks the symbol of what it makes."""
    inside = element.tag in ("symbol", "layer") or element.get("name") == "SymbolType"
    return element.get("class") == "GeometryGenerator" or (generated and inside)


def prune(style, new_layer, categories):
    """Takes away whatever QGIS puts back by itself."""
    for element in style.iter():  # 3.22 writes each symbol property twice; later versions only as Option
        for old in element.findall("prop"):
            element.remove(old)
    whole = meaning(style, new_layer, categories)

    def visit(element, generated=False):
        generated = generated or element.get("class") == "GeometryGenerator"
        for child in list(element):
            if any(is_needed(part, generated) for part in child.iter()):
                visit(child, generated)
                continue
            place = list(element).index(child)
            element.remove(child)
            if meaning(style, new_layer, categories) != whole:
                element.insert(place, child)
                visit(child, generated)
        for name, value in sorted(element.attrib.items()):
            del element.attrib[name]
            if name in ("version", "styleCategories", "type", "class") or meaning(style, new_layer, categories) != whole:
                element.set(name, value)

    visit(style)
    return style


def add_fields(style, fields):
    """How a table shows the fields: {name: (alias, decimals, or None for what is no real number)}."""
    style.set("styleCategories", f"{style.get('styleCategories')}|Fields|AttributeTable")
    configuration = ElementTree.SubElement(style, "fieldConfiguration")
    aliases = ElementTree.SubElement(style, "aliases")
    # Which columns are hidden only the command knows, see wdd_tool/result/fields.
    ElementTree.SubElement(ElementTree.SubElement(style, "attributetableconfig"), "columns")
    for name, (alias, decimals) in fields.items():
        ElementTree.SubElement(aliases, "alias", field=name, name=alias)
        if decimals is not None:
            field = ElementTree.SubElement(configuration, "field", name=name)
            config = ElementTree.SubElement(ElementTree.SubElement(field, "editWidget", type="Range"), "config")
            options = ElementTree.SubElement(config, "Option", type="Map")
            ElementTree.SubElement(options, "Option", name="Precision", type="int", value=str(decimals))


def write_style(path, layer, new_layer, categories, fields):
    """Writes what the style categories of a layer hold. `new_layer` makes an unstyled layer with the same fields."""
    style = prune(exported(layer, categories), new_layer, categories)
    style.set("version", "3.22.0")
    if fields:
        add_fields(style, fields)
    ElementTree.indent(style, " ")
    with open(path, "w", encoding="utf-8") as file:
        file.write("<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>\n")
        file.write(ElementTree.tostring(style, encoding="unicode") + "\n")


def make_style(script, new_layer, renderer, labeling=None, map_tip=None, opacity=None, fields=None):
    """What make_NAME_style.py does: writes NAME_style.qml beside the script, or where its argument says, and ends. `renderer` and
    `labeling` are functions, for they need QGIS; `fields` as add_fields has them.
    """
    application = QgsApplication([], True)
    application.initQgis()
    layer = new_layer()
    layer.setRenderer(renderer())
    categories = QgsMapLayer.Symbology
    if labeling:
        layer.setLabeling(labeling())
        layer.setLabelsEnabled(True)
        categories |= QgsMapLayer.Labeling
    if opacity:
        layer.setOpacity(opacity)
    if map_tip:
        layer.setMapTipTemplate(map_tip)
        categories |= QgsMapLayer.MapTips
    folder, name = os.path.split(os.path.abspath(script))
    beside = os.path.join(folder, name.removeprefix("make_").replace(".py", ".qml"))
    write_style(sys.argv[1] if len(sys.argv) > 1 else beside, layer, new_layer, categories, fields)
    sys.stdout.flush()
    os._exit(0)  # exitQgis may crash here
