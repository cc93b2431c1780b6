// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "wdd/measures.hpp"
#include "wdd/several.hpp"
#include "wdd/statistic.hpp"
#include "wdd_tool/counts/design_table.hpp"

namespace wdd_tool {

struct DesignResult {
    wdd::Statistic statistic;
    wdd::Measures measures;
};

/// Throws DataError naming the row whose numbers make no design.
std::vector<DesignResult> results_of(const std::string& path, const DesignTable& table);

/// The columns that a table of results has after the user's own.
const std::vector<std::string>& result_columns();

/// What all rows say together: their weighted sum, and each row's p-value adjusted for the number
/// of rows (none where the row has none).
struct CombinedRows {
    wdd::Combined sum;
    std::vector<std::optional<double>> holm;
    std::vector<std::optional<double>> benjamini_hochberg;
};

/// Throws DataError for weights that cannot be added up.
CombinedRows combine_rows(const std::string& path, const DesignTable& table,
                          const std::vector<DesignResult>& results, double confidence);

/// A sentence where two rows have the same control counts, as of one control area, which the sum
/// cannot know; empty otherwise.
std::string shared_control(const DesignTable& table);

/// The table as CSV, each row with its result; undefined numbers are empty, numbers have as many
/// digits as they need to be read back. With `combined` there are two more columns and a last row.
std::string results_csv(const DesignTable& table, const std::vector<DesignResult>& results,
                        const std::optional<CombinedRows>& combined = {});

} // namespace wdd_tool
