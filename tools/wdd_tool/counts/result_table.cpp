// SPDX-License-Identifier: MIT
#include "wdd_tool/counts/result_table.hpp"

#include <array>
#include <cstddef>
#include <map>
#include <stdexcept>
#include <utility>

#include <fmt/format.h>

#include "toolkit/text/csv_text.hpp"
#include "toolkit/text/errors.hpp"
#include "wdd_tool/result/statistic_columns.hpp"

namespace wdd_tool {

namespace {

using toolkit::DataError;
using toolkit::round_trip;

constexpr auto combined_name = "All together";
constexpr std::array combined_columns{"p_holm", "q_benjamini_hochberg"};

std::string cell(const std::optional<double>& value) {
    return value ? round_trip(*value) : "";
}

/// Of the sum, those columns that have a meaning for it.
std::map<std::string, std::string> cells_of_sum(const wdd::Combined& sum) {
    return {{"total_estimate", round_trip(sum.total.estimate)},
            {"total_se", round_trip(sum.total.standard_error)},
            {"z", cell(sum.z)},
            {"p_one_tailed", cell(sum.p_one_tailed)},
            {"ci_low", cell(sum.ci_low)},
            {"ci_high", cell(sum.ci_high)},
            {"evidence", std::string(wdd::evidence_name(sum.z, sum.evidence))}};
}

std::string last_row(const DesignTable& table, const wdd::Combined& sum) {
    std::vector<std::string> cells(table.columns.size());
    if (const auto name = table.name_column()) {
        cells[*name] = combined_name;
    }
    const auto known = cells_of_sum(sum);
    for (const StatisticColumn& column : statistic_columns()) {
        const auto found = known.find(column.name);
        cells.push_back(found == known.end() ? "" : found->second);
    }
    cells.resize(cells.size() + combined_columns.size());
    return toolkit::csv_line(cells);
}

/// Adjusted for how many have a p-value.
std::vector<std::optional<double>>
adjusted(const std::vector<DesignResult>& results,
         std::vector<double> (*adjust)(std::span<const double>)) {
    std::vector<double> p;
    p.reserve(results.size());
    for (const DesignResult& result : results) {
        if (result.statistic.p_one_tailed) {
            p.push_back(*result.statistic.p_one_tailed);
        }
    }
    const std::vector<double> all = adjust(p);
    std::vector<std::optional<double>> by_row;
    by_row.reserve(results.size());
    auto next = all.begin();
    for (const DesignResult& result : results) {
        by_row.push_back(result.statistic.p_one_tailed ? std::optional(*next++) : std::nullopt);
    }
    return by_row;
}

} // namespace

std::vector<DesignResult> results_of(const std::string& path, const DesignTable& table) {
    std::vector<DesignResult> results;
    results.reserve(table.rows.size());
    for (const DesignRow& row : table.rows) {
        try {
            results.push_back({.statistic = wdd::weighted_displacement_difference(
                                   row.counts, row.weights, row.confidence),
                               .measures = wdd::measures(row.counts, row.weights, row.confidence)});
        } catch (const std::logic_error& error) {
            throw DataError(fmt::format("{}: row {}: {}", path, results.size() + 1, error.what()));
        }
    }
    return results;
}

const std::vector<std::string>& result_columns() {
    static const std::vector<std::string> names = [] {
        std::vector<std::string> all;
        all.reserve(statistic_columns().size() + combined_columns.size());
        for (const StatisticColumn& column : statistic_columns()) {
            all.emplace_back(column.name);
        }
        all.insert(all.end(), combined_columns.begin(), combined_columns.end());
        return all;
    }();
    return names;
}

CombinedRows combine_rows(const std::string& path, const DesignTable& table,
                          const std::vector<DesignResult>& results, double confidence) {
    std::vector<wdd::WeightedEstimate> estimates;
    estimates.reserve(results.size());
    for (std::size_t i = 0; i < results.size(); ++i) {
        estimates.push_back(
            {.estimate = results[i].statistic.total, .weight = table.rows[i].weight});
    }
    try {
        return {.sum = wdd::combine(estimates, confidence),
                .holm = adjusted(results, wdd::holm),
                .benjamini_hochberg = adjusted(results, wdd::benjamini_hochberg)};
    } catch (const std::logic_error& error) {
        throw DataError(fmt::format("{}: {}", path, error.what()));
    }
}

std::string shared_control(const DesignTable& table) {
    std::map<std::pair<double, double>, std::size_t> first_with;
    for (std::size_t i = 0; i < table.rows.size(); ++i) {
        const wdd::BeforeAfter& control = table.rows[i].counts.control;
        const auto [found, is_new] = first_with.try_emplace({control.pre, control.post}, i + 1);
        if (!is_new && control != wdd::BeforeAfter{}) {
            return fmt::format(
                "rows {} and {} have the same control counts ({:g} before, {:g} after). If that is one control area, the standard error of the sum is too small: it holds for rows that share no incidents.",
                found->second, i + 1, control.pre, control.post);
        }
    }
    return "";
}

std::string results_csv(const DesignTable& table, const std::vector<DesignResult>& results,
                        const std::optional<CombinedRows>& combined) {
    std::vector<std::string> header = table.columns;
    const std::vector<std::string>& names = result_columns();
    const auto more = static_cast<std::ptrdiff_t>(combined ? 0 : combined_columns.size());
    header.insert(header.end(), names.begin(), names.end() - more);
    std::string csv = toolkit::csv_line(header);
    for (std::size_t i = 0; i < table.rows.size(); ++i) {
        std::vector<std::string> cells = table.rows[i].cells;
        cells.reserve(header.size());
        for (const StatisticColumn& column : statistic_columns()) {
            cells.push_back(
                cell_text(column.value(results.at(i).statistic, results.at(i).measures)));
        }
        if (combined) {
            cells.push_back(cell(combined->holm.at(i)));
            cells.push_back(cell(combined->benjamini_hochberg.at(i)));
        }
        csv += toolkit::csv_line(cells);
    }
    return combined ? csv + last_row(table, combined->sum) : csv;
}

} // namespace wdd_tool
