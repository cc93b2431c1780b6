// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>

#include <fmt/format.h>

#include "common/crs.hpp"
#include "common/errors.hpp"
#include "common/layer_reference.hpp"
#include "common/time_zone.hpp"

namespace crims_tool {

/// Runs a parser of the toolkit's; what it refuses is a wrong command line.
template<class Parser>
auto parsed(std::string_view option, Parser&& parser) {
    try {
        return parser();
    } catch (const std::invalid_argument& error) {
        throw toolkit::UsageError(fmt::format("{}: {}", option, error.what()));
    }
}

inline toolkit::LayerReference layer_option(const std::string& text, std::string_view option) {
    return parsed(option, [&] { return toolkit::parse_layer_reference(text); });
}

/// No value for an option that was not given.
inline std::optional<toolkit::TimeZone> time_zone_option(const std::string& text) {
    return text.empty()
               ? std::nullopt
               : parsed("--time-zone", [&] { return std::optional(toolkit::TimeZone(text)); });
}

inline std::optional<toolkit::Crs> crs_option(const std::string& text, std::string_view option) {
    return text.empty() ? std::nullopt : std::optional(toolkit::Crs::from_text(text, option));
}

/// Throws if only one of two options was given.
inline void require_together(const std::string& a, std::string_view a_name, const std::string& b,
                             std::string_view b_name) {
    if (a.empty() != b.empty()) {
        throw toolkit::UsageError(fmt::format("{} and {} go together", a_name, b_name));
    }
}

/// Throws for an option that only makes sense with another one, which was not given.
inline void require_with(const std::string& value, std::string_view name, const std::string& other,
                         std::string_view other_name) {
    if (!value.empty() && other.empty()) {
        throw toolkit::UsageError(fmt::format("{} goes with {}", name, other_name));
    }
}

} // namespace crims_tool
