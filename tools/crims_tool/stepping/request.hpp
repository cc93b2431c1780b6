// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "crims/stepper.hpp"

namespace crims_tool {

/// A zone, crime type or offence by its name or code, or by its number, from 0 on.
using NameOrNumber = std::variant<std::string, std::size_t>;

/// {"do": "advance", "until": "2020-01-01T01:00"}, or "minutes", "hours", "days".
struct AdvanceRequest {
    std::optional<crims::Instant> until = {};
    std::chrono::minutes length = {}; ///< where there is no `until`
};

/// {"do": "set_loading", "value": 0.8, "zones": [...], "crime_types": [...], "offences": [...]}; an
/// empty list names all.
struct LoadingRequest {
    double value = 1;
    std::vector<NameOrNumber> zones = {};
    std::vector<NameOrNumber> crime_types = {};
    std::vector<NameOrNumber> offences = {};
};

/// {"do": "save", "path": "..."}
struct SaveRequest {
    std::string path;
};

/// {"do": "describe"}
struct DescribeRequest {};

/// {"do": "expected"}
struct ExpectedRequest {};

using Request =
    std::variant<AdvanceRequest, LoadingRequest, SaveRequest, DescribeRequest, ExpectedRequest>;

/// Reads a line. Throws toolkit::DataError that names the key and the value that is wrong.
Request read_request(const std::string& line);

/// A local time to the minute, "2020-01-01" or "2020-01-01T08:00". Throws std::invalid_argument
/// with what is wrong about it.
crims::Instant read_instant(const std::string& text);

/// "2020-01-01T08:00"
std::string instant_text(crims::Instant time);

} // namespace crims_tool
