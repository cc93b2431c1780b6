// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <span>
#include <string_view>

#include "toolkit/time/date_text.hpp"

namespace toolkit {

/// A date in two or three texts: year, month, and day if there are three. Numbers may be written as
/// 2023.0, as programs write a column that once had a gap; a month may have its English name. No
/// value for anything else.
std::optional<DateText> read_date_parts(std::span<const std::string_view> parts);

} // namespace toolkit
