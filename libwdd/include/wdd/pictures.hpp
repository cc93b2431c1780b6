// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "wdd/area.hpp"
#include "wdd/period.hpp"
#include "wdd/suitability.hpp"

namespace wdd {

// Pictures of a page, as SVG elements. The page's style says how they look, by the names of
// classes. Each has a title, and a description that says in words what it shows, for those who do
// not see it.

/// Values along an axis, a dot each, with one of them marked.
struct DotPlot {
    std::string title;
    std::string axis; ///< what the values are
    std::vector<double> values;
    double mark = 0;
    std::string mark_name; ///< "Response area"
};

/// Areas, each in the style of a key; later ones cover earlier ones.
struct AreaMap {
    struct Place {
        Area area;
        std::string style;
        bool is_marked = false; ///< a small one gets a circle, so that it is not overlooked
    };

    struct Key {
        std::string style;
        std::string name;
    };

    std::string title;
    std::string description = {};
    std::vector<Place> places = {};
    std::vector<Key> keys = {};
    std::optional<double> metres_a_unit = {}; ///< for a scale bar
};

/// Incidents of two areas by month, with the two periods shaded.
struct MonthPlot {
    std::string title;
    std::vector<MonthCounts> months; ///< oldest first; missing ones leave a gap
    Period before;
    Period after;
    std::optional<double> expected = {}; ///< in the response area, over the period after
};

/// Counts before and after, and where it is known what was expected after.
struct BarPlot {
    struct Group {
        std::string name;
        double before = 0;
        double after = 0;
        std::optional<double> expected = {};
    };

    std::string title;
    std::vector<Group> groups;
};

/// Limits of the classes of residuals in maps and layers: well below or above what was expected (as
/// one of 20 is by chance, on either side), below or above, and as expected between the inner two.
inline constexpr double far_residual = 1.645;
inline constexpr double near_residual = 0.674; // half of all lie within it

/// The style of an area with this residual, and the keys of all such styles.
std::string residual_style(double residual);
std::vector<AreaMap::Key> residual_keys();

std::string dot_plot_svg(const DotPlot& plot);
std::string area_map_svg(const AreaMap& map);
std::string month_plot_svg(const MonthPlot& plot);
std::string bar_plot_svg(const BarPlot& plot);

} // namespace wdd
