// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace toolkit {

/// "2020-11" and nothing else; no value for a month that is none.
std::optional<std::chrono::year_month> read_month(std::string_view text) noexcept;

/// "2020-03"; the year has at least four digits.
std::string month_text(std::chrono::year_month month);

} // namespace toolkit
