// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include <sqlite3.h>

namespace toolkit {

/// How QGIS draws a layer. It is a QML file as QGIS itself saves it.
struct LayerStyle {
    std::string_view name = {};
    std::string_view qml = {};
};

/// Stores the style of a GeoPackage's layer where QGIS looks for it, as the layer's default and in
/// place of an earlier one. Throws SqliteError.
void store_style(sqlite3* connection, std::string_view table, std::string_view geometry_column,
                 const LayerStyle& style);

struct StoredStyle {
    std::string name;
    std::string qml;
};

/// What store_style has stored; none if there is nothing. Throws SqliteError.
std::optional<StoredStyle> stored_style(sqlite3* connection, std::string_view table);

} // namespace toolkit
