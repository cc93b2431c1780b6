// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include <chrono>

namespace toolkit {

/// What the name of a street-level file says.
struct StreetFileName {
    std::chrono::year_month month =
        std::chrono::year_month(std::chrono::year(1970), std::chrono::January);
    std::string force; ///< slug: lower case letters and digits with hyphens between

    bool operator==(const StreetFileName&) const = default;
};

/// Parses `YYYY-MM-<force>-street.csv`, also with .gz after it. `name` has no folder. No value for
/// any other name.
std::optional<StreetFileName> parse_street_file_name(std::string_view name);

/// True for a name that ends as street-level files do, whatever comes before.
bool ends_like_street_file_name(std::string_view name);

} // namespace toolkit
