// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>

#include <sqlite3.h>

namespace toolkit {

/// What a layer is, for people: QGIS shows both among the layer's metadata.
struct LayerDescription {
    std::string title = {}; ///< "Simulated crimes, Jan to Mar 2023, seed 1"
    std::string text = {};  ///< how it was made
    /// The same for programs, as JSON: the layer's row of gpkg_metadata. Empty: none.
    std::string provenance = {};
};

/// Stores the description of a GeoPackage's layer. A title that another layer of the file has
/// already is followed by the layer's name, since no two may be equal. Throws SqliteError.
void store_description(sqlite3* connection, std::string_view table,
                       const LayerDescription& description);

/// What is stored of a layer. Throws SqliteError.
LayerDescription stored_description(sqlite3* connection, std::string_view table);

} // namespace toolkit
