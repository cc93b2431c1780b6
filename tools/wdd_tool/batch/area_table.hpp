// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "wdd/batch.hpp"
#include "wdd_tool/result/statistic_columns.hpp"

namespace wdd_tool {

enum class ColumnKind { text, number, whole, date };

struct TableColumn {
    std::string name;
    ColumnKind kind = ColumnKind::number;
};

/// One row for each area, and the last for all of them together; with crime types also one for each
/// of these, and with weights one for the weighted sum.
struct AreaTable {
    std::vector<TableColumn> columns;
    std::vector<std::vector<ResultCell>> rows;
    std::vector<std::optional<std::size_t>> areas; ///< by row: the number of its area
};

AreaTable area_table(const wdd::Batch& batch);

/// "yes", "no", "not tested"; of all areas "2 of 4".
std::string passed_text(const wdd::Evaluation& evaluation);
std::string passed_text(const wdd::SuitabilityOfAll& all);

std::string table_csv(const AreaTable& table);

} // namespace wdd_tool
