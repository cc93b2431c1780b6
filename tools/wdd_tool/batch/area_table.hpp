// SPDX-License-Identifier: MIT
#pragma once

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

/// One row for each area, and the last for all of them together.
struct AreaTable {
    std::vector<TableColumn> columns;
    std::vector<std::vector<ResultCell>> rows;
};

AreaTable area_table(const wdd::Batch& batch);

std::string table_csv(const AreaTable& table);

} // namespace wdd_tool
