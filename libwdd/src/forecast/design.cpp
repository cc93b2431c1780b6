// SPDX-License-Identifier: MIT
#include "forecast/design.hpp"

#include "statistic/number_check.hpp"

#include <algorithm>
#include <cmath>
#include <stdexcept>
#include <string>

namespace wdd {

void require_enough_areas(std::size_t areas, std::size_t fewest) {
    if (areas < fewest) {
        throw std::invalid_argument("only " + std::to_string(areas) +
                                    " comparison areas: a forecast needs at least " +
                                    std::to_string(fewest));
    }
}

void require_valid(const AreaCounts& counts) {
    require_not_negative("the count before", counts.pre);
    require_not_negative("the count after", counts.post);
    if (counts.history) {
        require_not_negative("the history", *counts.history);
    }
}

std::vector<double> covariates(const AreaCounts& counts) {
    std::vector<double> values{1, std::log(counts.pre + 0.5)};
    if (counts.history) {
        values.push_back(std::log(*counts.history + 0.5));
    }
    return values;
}

Columns design_columns(std::span<const AreaCounts> areas) {
    Columns columns;
    for (const AreaCounts& area : areas) {
        const std::vector<double> row = covariates(area);
        columns.resize(std::max(columns.size(), row.size()));
        for (std::size_t i = 0; i < row.size(); ++i) {
            columns[i].push_back(row[i]);
        }
    }
    for (const std::vector<double>& column : columns) {
        if (column.size() != areas.size()) {
            throw std::invalid_argument("some areas have a history and others have none");
        }
    }
    return columns;
}

double deviance_residual(double recorded, double mean, double dispersion) {
    // log1p keeps the digits where dispersion is next to nothing, down to the Poisson case.
    const double own = recorded > 0 ? recorded * std::log(recorded / mean) : 0.0;
    const double share = (recorded - mean) * dispersion / (1 + dispersion * mean);
    const double common =
        dispersion > 0 ? (recorded + 1 / dispersion) * std::log1p(share) : recorded - mean;
    const double deviance = std::max(0.0, 2 * (own - common));
    return std::copysign(std::sqrt(deviance), recorded - mean);
}

} // namespace wdd
