// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

#include "wdd/area.hpp"

namespace wdd {

/// Values along an axis, a dot each, with one of them marked.
struct DotPlot {
    std::string title; ///< read out by screen readers
    std::string axis;  ///< what the values are
    std::vector<double> values;
    double mark = 0;
    std::string mark_name; ///< "Response area"
};

/// Areas in the colour of their residual, with one of them marked.
struct AreaMap {
    struct Place {
        Area area;
        double residual = 0;
    };

    std::string title;
    std::vector<Place> places;
    Place marked;
    std::string mark_name;
};

/// Limits of the classes of residuals in maps and layers: well below or above what was expected (as
/// one of 20 is by chance, on either side), below or above, and as expected between the inner two.
inline constexpr double far_residual = 1.645;
inline constexpr double near_residual = 0.674; // half of all lie within it

/// SVG elements for a page whose style has the colours (`--ink`, `--soft`, `--dot`, `--mark`, and
/// for maps `--fewer2`, `--fewer1`, `--same`, `--more1`, `--more2`).
std::string dot_plot_svg(const DotPlot& plot);
std::string area_map_svg(const AreaMap& map);

} // namespace wdd
