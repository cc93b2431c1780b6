// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

namespace wdd {

/// Estimates with their intervals, one below the other, with a line at 0; the last may stand for
/// all of them.
struct ForestPlot {
    struct Row {
        std::string name;
        double estimate = 0;
        double low = 0;
        double high = 0;
        bool is_sum = false;
    };

    std::string title;
    std::vector<Row> rows;
};

/// As the other pictures of a page are (pictures.hpp).
std::string forest_plot_svg(const ForestPlot& plot);

} // namespace wdd
