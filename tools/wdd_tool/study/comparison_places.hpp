// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "wdd/evaluation.hpp"
#include "wdd/span_points.hpp"
#include "wdd_tool/study/area_reader.hpp"
#include "wdd_tool/study/near_study.hpp"
#include "wdd_tool/study/treated_areas.hpp"
#include "wdd_tool/study/zone_layer.hpp"

namespace wdd_tool {

/// How incidents of the three spans become the counts of a forecast.
struct SpanScale {
    std::optional<double> history; ///< factor on the incidents of the history; none: no history

    wdd::AreaCounts counts(const wdd::SpanCounts& spans) const;
};

/// What comparison areas are to be like, and what they are counted from.
struct ComparisonDesign {
    const StudyAreas& areas;
    const NearStudy& near;
    SpanScale scale;
    wdd::PlaceCounts response; ///< as counted in the study
    const wdd::KeyedPoints& points;
    wdd::SpanOfKey spans;
    std::optional<OtherTreated> others = {}; ///< areas of the same batch
};

/// The comparable places and how they were found.
struct ComparisonPlaces {
    std::vector<wdd::ComparisonArea> places;
    std::string what;    ///< "copies of the response area, more than 1 km from it"
    std::string too_few; ///< what to do where there are too few
};

/// Copies of the response area side by side over all incidents, the nearest 500 that are
/// comparable. Left out is what comes within twice the ring's width, at least 1 km, of the
/// response area, and what overlaps the control area.
ComparisonPlaces comparable_copies(const ComparisonDesign& design);

/// Zones of a layer; where they hold much fewer incidents than the response area, neighbours are
/// merged until they fit. The same places are left out.
ComparisonPlaces comparable_zones(const ComparisonDesign& design, ZoneLayer& layer);

} // namespace wdd_tool
