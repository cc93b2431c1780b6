// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "toolkit/command/option_list.hpp"
#include "wdd/ring_geometry.hpp"
#include "wdd/statistic.hpp"
#include "wdd_tool/study/study.hpp"

namespace wdd_tool {

/// By what the counts of the zones are compared.
enum class ZoneWeighting : std::uint8_t { none, area, people };

/// The options --area-weights, --population and --population-field.
struct ZoneWeightOptions {
    ZoneWeighting by = ZoneWeighting::none;
    std::optional<toolkit::LayerReference> population = {};
    std::string field = "people";
};

void declare_zone_weights(toolkit::OptionList& options, ZoneWeightOptions& o);

/// Throws UsageError.
void check_zone_weights(const ZoneWeightOptions& o, double scale_control);

/// What the zones weigh, and from which numbers.
struct ZoneWeights {
    wdd::AreaWeights weights;         ///< by the response area, which weighs 1
    std::array<double, 4> sizes = {}; ///< square metres or people, in the order of wdd::all_zones
    std::string note = {};            ///< says so in words; empty: all weigh the same
};

/// Sizes of the zones as they were drawn. The people of a polygon are spread evenly over it. Throws
/// DataError for a layer that cannot be read, and for a zone without people.
ZoneWeights zone_weights(const ZoneWeightOptions& o, const wdd::ZoneGeometry& zones,
                         const StudyAreas& areas, const std::optional<toolkit::Crs>& assumed);

} // namespace wdd_tool
