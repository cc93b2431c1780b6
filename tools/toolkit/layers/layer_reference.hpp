// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace toolkit {

/// What a user writes for a layer: `PATH`, or QGIS's form `PATH|layername=NAME|subset=SQL`.
/// QGIS's `|layerid=N` is understood too; its `|geometrytype=...` and `|uniqueGeometryType=yes` are
/// accepted and ignored (a reader checks geometry itself).
struct LayerReference {
    std::string path; ///< whatever GDAL opens: a file, `/vsizip/...`, `PG:dbname=...`
    std::optional<std::string> layer = {};
    std::optional<int> layer_id = {};
    std::string subset = {}; ///< an SQL condition, empty for none
    bool local_only = false; ///< from someone else's file: nothing of it may reach the network

    bool operator==(const LayerReference&) const = default;
};

/// Reads a reference. Keys are matched without regard to case. `subset` takes the rest of the text,
/// since SQL may contain `|`. Throws std::invalid_argument, with a text for the user, if the path
/// is empty, a part is not `key=value`, a key is unknown or given twice, a name is empty, a layer
/// id is not a number >= 0, both name and id are given, or the text contains a NUL.
LayerReference parse_layer_reference(std::string_view text);

/// The path alone of a reference; empty for an empty text. Throws as parse_layer_reference does.
std::string layer_path(std::string_view text);

/// The reference as a user would write it (without the subset), for messages.
std::string layer_text(const LayerReference& reference);

} // namespace toolkit
