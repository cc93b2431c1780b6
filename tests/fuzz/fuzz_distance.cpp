// SPDX-License-Identifier: MIT
#include "toolkit/layers/distance.hpp"

#include <fmt/format.h>

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <optional>
#include <stdexcept>
#include <string_view>

namespace {

void require(bool holds) {
    if (!holds) {
        std::abort();
    }
}

std::optional<toolkit::Distance> parsed(std::string_view text) {
    try {
        return toolkit::parse_distance(text);
    } catch (const std::invalid_argument& error) {
        require(std::string_view(error.what()).find("': ") != std::string_view::npos);
        return std::nullopt;
    }
}

void check_value(const toolkit::Distance& distance) {
    const double metres = in_unit(distance, {"metre", 1.0});
    require(std::isfinite(distance.value) && !std::signbit(distance.value));
    require(std::isfinite(metres) && metres >= 0);
    require(!distance.unit || (!distance.unit->name.empty() && distance.unit->metres > 0));
}

/// The shortest text of the number with the unit's full name is the same distance.
void check_round_trip(const toolkit::Distance& distance) {
    const std::string unit = distance.unit ? distance.unit->name : "";
    const auto again = parsed(fmt::format("{} {}", distance.value, unit));
    require(again && again->value == distance.value);
    require(again->unit.has_value() == distance.unit.has_value());
    require(!again->unit ||
            (again->unit->name == unit && in_unit(*again, *distance.unit) == distance.value));
}

} // namespace

// NOLINTNEXTLINE(readability-identifier-naming): libFuzzer gives the name
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    if (const auto distance = parsed(text)) {
        check_value(*distance);
        check_round_trip(*distance);
    }
    return 0;
}
