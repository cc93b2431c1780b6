// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace wdd {

/// A number by month (or any other step), so small that many stand side by side: a panel of
/// `SmallMultiples`. Each has its own scale, from 0 to its largest number, which is written there.
struct SeriesPanel {
    std::string title;                 ///< for screen readers, with what it shows
    std::vector<double> values;        ///< NaN: none, the line has a gap
    std::vector<double> expected{};    ///< a second line; empty: none
    std::vector<double> low{};         ///< of a band around it; empty: none
    std::vector<double> high{};        ///< as many
    std::vector<std::size_t> marked{}; ///< steps with a ring around their value
    std::vector<std::size_t> grid{};   ///< steps with a line, such as the first months of years
    std::string first;                 ///< below the left end: "2019-01"
    std::string last;                  ///< below the right end
};

/// In the styles "panel-line", "simulated", "band" and "panel-mark", for the keys.
std::string series_panel_svg(const SeriesPanel& panel);

} // namespace wdd
