// SPDX-License-Identifier: MIT
#pragma once

#include <memory>
#include <string>

#include "crims_tool/population/synthesis.hpp"
#include "toolkit/files/output_file.hpp"
#include "toolkit/geopackage/feature_class_target.hpp"
#include "toolkit/geopackage/layer_description.hpp"
#include "toolkit/geopackage/point_layer_writer.hpp"

namespace crims_tool {

/// Writes a row for each group of people that has any, or is expected to: zone, sex, age, age_from,
/// age_to, ethnicity, people, expected, as far as the census tells them. The table is complete, and
/// not yet seen.
std::unique_ptr<toolkit::PointLayerWriter>
write_population(const toolkit::FeatureClassTarget& target, const Synthesis& synthesis,
                 const PopulationCategories& categories,
                 const toolkit::LayerDescription& description);

/// Writes a line of CSV for each person, numbered from 1 in the order of that table's rows.
/// Complete, and not yet seen.
void write_people(toolkit::OutputStream& stream, const Synthesis& synthesis,
                  const PopulationCategories& categories);

} // namespace crims_tool
