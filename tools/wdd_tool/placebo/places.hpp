// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "toolkit/command/console.hpp"
#include "wdd/relocation.hpp"
#include "wdd/zones.hpp"
#include "wdd_tool/study/area_reader.hpp"

namespace wdd_tool {

/// Polygons of a layer other than the study's.
struct PlaceOptions {
    toolkit::LayerReference layer = {};
    std::string where = {};
    std::string group_field = {}; ///< features with one value are one zone; empty: each is one
};

/// A zone as if it had been treated.
struct CandidateZone {
    std::string name; ///< the value of the field, or "feature 7"
    wdd::Area area;
};

/// The region within which both areas are moved, in the study's computing CRS. Throws DataError if
/// more than a fifth of either lies outside; what is less is a warning.
wdd::Area read_region(const PlaceOptions& options, const std::optional<toolkit::Crs>& assumed,
                      const StudyAreas& areas, std::vector<std::string>& warnings);

/// In the order of the layer (of each zone's first feature).
std::vector<CandidateZone> read_candidates(const PlaceOptions& options,
                                           const std::optional<toolkit::Crs>& assumed,
                                           const StudyAreas& areas,
                                           std::vector<std::string>& warnings);

/// How far around an area no other may lie: its ring; under the rule `error`, which lets no rings
/// overlap, twice as far.
double clearance(const StudyAreas& areas, wdd::OverlapRule rule);

/// What a placebo's area must stay clear of: both areas and their rings, so that neither it nor its
/// ring takes in what the response changed. Under the rule `error` its ring also stays clear of the
/// control area's.
std::vector<wdd::Area> avoided_areas(const StudyAreas& areas, wdd::OverlapRule rule);

} // namespace wdd_tool
