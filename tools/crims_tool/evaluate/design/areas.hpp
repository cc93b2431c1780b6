// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

#include "wdd/area.hpp"
#include "wdd/ring_geometry.hpp"

namespace crims_tool {

/// The zones of the test with rings of one width.
struct EvaluationRing {
    double width = 0;      ///< in the unit of the coordinates; 0: no displacement areas
    std::string text = {}; ///< as given, with its unit; "0" for none
    wdd::ZoneGeometry zones;
};

/// Where an evaluation takes place, in the model's coordinates.
struct EvaluationAreas {
    wdd::Area response; ///< all areas of the scenario as one
    wdd::Area control;
    std::vector<EvaluationRing> rings;
    double injection_width = 0; ///< of the ring that displaced crimes go to
    std::vector<std::string> warnings = {};
};

/// A ring width and how to write it.
struct RingWidth {
    double width = 0;
    std::string text = {};
};

/// Draws the rings, and warns where they overlap.
EvaluationAreas make_areas(const wdd::Area& response, const wdd::Area& control,
                           const std::vector<RingWidth>& rings, double injection_width);

} // namespace crims_tool
