// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "wdd/statistic.hpp"

namespace wdd_tool {

/// One row of a table of designs, with the text of all its columns.
struct DesignRow {
    std::vector<std::string> cells;
    wdd::Counts counts;
    wdd::Weights weights;
    double confidence = 0.95;
    double weight = 1; ///< in the sum of all rows
};

/// A table of designs as `wdd counts --input` reads it.
struct DesignTable {
    std::vector<std::string> columns;
    std::vector<DesignRow> rows;

    /// True if there is such a column and every row has a value in it.
    bool is_full(const std::string& column) const;

    /// The first column that is not one of the test's: what the rows are called, usually.
    std::optional<std::size_t> name_column() const;

    /// Whether the row has a value in that column.
    bool has(const std::string& column, const DesignRow& row) const;
};

/// What a table is read for.
struct TableUse {
    std::vector<std::string> result_columns; ///< names that the table must not have
    bool weighted = false; ///< `weight` is a number, not a column that passes through
};

/// Reads a CSV. What a row does not say, or says is missing ("NA", "null"), is taken from
/// `defaults` (its counts are not). Throws DataError, naming file, row and column, for a column
/// that is missing or there twice, a row that is empty, a cell that is not a number, or one of a
/// pair (before and after) without the other.
DesignTable read_designs(const std::string& path, const DesignRow& defaults,
                         const TableUse& use = {});

} // namespace wdd_tool
