// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <variant>
#include <vector>

#include "wdd/measures.hpp"
#include "wdd/statistic.hpp"

namespace wdd_tool {

/// A value of a table of results; nothing where a number is undefined.
using ResultCell =
    std::variant<std::monostate, std::string, double, std::int64_t, std::chrono::sys_days>;

ResultCell cell_or_nothing(const std::optional<double>& value);

/// As CSV has it, without quotes; numbers have as many digits as they need to be read back.
std::string cell_text(const ResultCell& cell);

/// A column that says what the counts of a design show.
struct StatisticColumn {
    const char* name = nullptr;
    bool is_text = false; ///< not a number
    ResultCell (*value)(const wdd::Statistic& statistic, const wdd::Measures& measures) = nullptr;
};

/// The columns of `wdd counts`, in their order.
const std::vector<StatisticColumn>& statistic_columns();

} // namespace wdd_tool
