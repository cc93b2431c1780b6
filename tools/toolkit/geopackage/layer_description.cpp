// SPDX-License-Identifier: MIT
#include "toolkit/geopackage/layer_description.hpp"

#include <fmt/format.h>

#include "toolkit/geopackage/sqlite_statement.hpp"

namespace toolkit {

void store_description(sqlite3* connection, std::string_view table,
                       const LayerDescription& description) {
    Statement others(connection,
                     "SELECT 1 FROM gpkg_contents WHERE identifier = ?1 AND table_name <> ?2");
    others.bind(1, std::string_view(description.title));
    others.bind(2, table);
    const std::string title =
        others.step() ? fmt::format("{} ({})", description.title, table) : description.title;
    Statement update(
        connection,
        "UPDATE gpkg_contents SET identifier = ?1, description = ?2 WHERE table_name = ?3");
    update.bind(1, std::string_view(title));
    update.bind(2, std::string_view(description.text));
    update.bind(3, table);
    update.execute();
}

LayerDescription stored_description(sqlite3* connection, std::string_view table) {
    Statement stored(
        connection,
        "SELECT coalesce(identifier, ''), coalesce(description, '') FROM gpkg_contents WHERE table_name = ?1");
    stored.bind(1, table);
    return stored.step() ? LayerDescription{stored.text(0), stored.text(1)} : LayerDescription();
}

} // namespace toolkit
