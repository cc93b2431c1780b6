// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace crims_tool {

enum class Sex : std::uint8_t { male, female, all };

/// As tables write it: "Males", "F", nomis's 1 and 2, "All persons". No value for another text.
std::optional<Sex> read_sex(std::string_view text);

/// "male", "female", "all".
std::string_view sex_text(Sex sex);

} // namespace crims_tool
