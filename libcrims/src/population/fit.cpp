// SPDX-License-Identifier: MIT
#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

#include "crims/population.hpp"
#include "population/marginal_cells.hpp"

namespace crims {

namespace {

void check_cells(std::span<const std::size_t> shape, std::span<const double> cells) {
    if (cells.size() != cell_count(shape)) {
        throw std::invalid_argument("the table has " + std::to_string(cells.size()) +
                                    " cells, but its shape " + std::to_string(cell_count(shape)));
    }
    if (std::any_of(cells.begin(), cells.end(),
                    [](double cell) { return !std::isfinite(cell) || cell < 0; })) {
        throw std::invalid_argument("the table has a cell that is not a number of people");
    }
}

/// What each total asks of the sum that is there; what is empty stays so.
double factors(std::span<const double> totals, std::vector<double>& sums) {
    double largest = 0;
    for (std::size_t i = 0; i < sums.size(); ++i) {
        largest = std::max(largest, std::abs(sums[i] - totals[i]));
        sums[i] = sums[i] > 0 ? totals[i] / sums[i] : 0;
    }
    return largest;
}

} // namespace

FittedTable fit_to_marginals(std::span<const std::size_t> shape, std::vector<double> seed,
                             std::span<const Marginal> marginals, const FitOptions& options) {
    check_marginals(shape, marginals);
    check_cells(shape, seed);
    FittedTable result{.cells = std::move(seed)};
    if (marginals.empty()) {
        result.converged = true;
        return result;
    }
    std::vector<std::vector<std::uint32_t>> index;
    for (const Marginal& marginal : marginals) {
        index.push_back(Grouping(shape, marginal).index_of_cells());
    }
    const double people =
        std::accumulate(marginals[0].totals.begin(), marginals[0].totals.end(), 0.0);
    const double enough = options.tolerance * std::max(people, 1.0);
    std::vector<double> sums = sums_by<double>(index[0], result.cells, marginals[0].totals.size());
    while (result.rounds < options.most_rounds && !result.converged) {
        result.largest_difference = 0;
        for (std::size_t m = 0; m < marginals.size(); ++m) {
            result.largest_difference =
                std::max(result.largest_difference, factors(marginals[m].totals, sums));
            // One pass scales by this marginal and sums for the next.
            const std::size_t next = (m + 1) % marginals.size();
            std::vector<double> next_sums(marginals[next].totals.size());
            for (std::size_t i = 0; i < result.cells.size(); ++i) {
                result.cells[i] *= sums[index[m][i]];
                next_sums[index[next][i]] += result.cells[i];
            }
            sums = std::move(next_sums);
        }
        ++result.rounds;
        result.converged = result.largest_difference <= enough;
    }
    return result;
}

ScaledTable scale_to_totals(std::span<const std::size_t> shape, std::vector<double> cells,
                            const Marginal& totals) {
    check_marginals(shape, {&totals, 1});
    check_cells(shape, cells);
    const std::vector<std::uint32_t> index = Grouping(shape, totals).index_of_cells();
    std::vector<double> sums = sums_by<double>(index, cells, totals.totals.size());
    ScaledTable result;
    for (std::size_t i = 0; i < sums.size(); ++i) {
        if (totals.totals[i] > 0 && !(sums[i] > 0)) {
            result.empty_groups.push_back(i);
        }
    }
    factors(totals.totals, sums);
    result.cells = std::move(cells);
    for (std::size_t i = 0; i < result.cells.size(); ++i) {
        result.cells[i] *= sums[index[i]];
    }
    return result;
}

} // namespace crims
