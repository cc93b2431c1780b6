// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

#include "wdd/document.hpp"

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
Figure forest_figure(ForestPlot plot, std::string caption);

} // namespace wdd
