// SPDX-License-Identifier: MIT
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "crims/model.hpp"
#include "toolkit/layers/crs.hpp"

namespace crims_tool {

/// A model and what its GeoPackage keeps beside it.
struct StoredModel {
    crims::Model model = {};
    std::optional<toolkit::Crs> crs = {}; ///< of places and zones; none: the model has neither
    std::map<std::string, std::string> metadata = {}; ///< sources, hashes, options, version

    /// Share of each crime type's crimes that have coordinates in a zone; empty: not known. The
    /// model's rates are of all crimes.
    std::vector<double> with_place = {};

    /// Of the calibration, one per crime type, NaN: not known (crims::IncidenceFit). For people
    /// only.
    std::vector<double> pearson = {};
    std::vector<double> profile_weight = {};
};

enum class ReadShapes { no, yes };

/// Reads and checks a model. Triangles are made from the zone polygons with ReadShapes::yes only.
/// Throws toolkit::DataError that names the file, table and row.
StoredModel read_model(const std::string& path, ReadShapes shapes);

} // namespace crims_tool
