// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "crims/month.hpp"

namespace crims {

/// "a, b, c", or "none".
std::string listed_names(const std::vector<std::string>& names);

/// A name as SQL has it.
std::string sql_name(std::string_view name);

/// The shortest text that reads back the same.
std::string exact_text(double value);

/// A finite or infinite number with a decimal point; blanks around it are ignored.
std::optional<double> number_of_text(std::string_view text);

/// "2020-01".
std::string year_month_text(Month month);
std::optional<Month> month_of_text(std::string_view text);

/// "2020-01-31".
std::string day_text(std::chrono::sys_days day);
std::optional<std::chrono::sys_days> day_of_text(std::string_view text);

} // namespace crims
