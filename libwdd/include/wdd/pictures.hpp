// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "wdd/area.hpp"
#include "wdd/document.hpp"
#include "wdd/period.hpp"
#include "wdd/suitability.hpp"

namespace wdd {

// Pictures of a page. The page's style says how they look, by the names of classes. Each has a
// title, a description that says in words what it shows, for those who do not see it, and a table
// of its numbers.

/// Values along an axis, a dot each, with one of them marked.
struct DotPlot {
    std::string title;
    std::string axis; ///< what the values are, in a sentence for the caption
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

    std::string title;
    std::string description = {};
    std::vector<Place> places = {};
    std::vector<Key> keys = {};               ///< of areas: "place " goes before their styles
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
std::vector<Key> residual_keys();

/// How many of the residuals each class has.
Table residual_numbers(const std::vector<double>& residuals);

Figure dot_figure(DotPlot plot, std::string caption);
/// What a map shows in numbers says who draws it.
Figure map_figure(AreaMap map, std::string caption, Table numbers);
Figure month_figure(MonthPlot plot, std::string caption);
Figure bar_figure(BarPlot plot, std::string caption);

} // namespace wdd
