// SPDX-License-Identifier: MIT
#pragma once

#include <limits>
#include <optional>
#include <string>
#include <string_view>

namespace crims_tool {

/// Years of age, both included.
struct AgeGroup {
    static constexpr int no_end = std::numeric_limits<int>::max();

    int from = 0;
    int to = no_end;

    bool operator==(const AgeGroup&) const = default;

    bool operator<(const AgeGroup& other) const {
        return from != other.from ? from < other.from : to < other.to;
    }

    bool is_all() const { return from == 0 && to == no_end; }

    bool contains(const AgeGroup& other) const { return from <= other.from && other.to <= to; }
};

/// An age as tables write it: "16", "Age 16", "16-29", "Age 16 to 29", "Under 1", "85+", "90 and
/// over", "All ages". No value for another text.
std::optional<AgeGroup> read_age(std::string_view text);

/// "16", "16-29", "85+", "all ages".
std::string age_text(const AgeGroup& age);

} // namespace crims_tool
