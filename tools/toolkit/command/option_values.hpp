// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>

#include <fmt/format.h>

#include "toolkit/layers/crs.hpp"
#include "toolkit/layers/layer_reference.hpp"
#include "toolkit/text/errors.hpp"
#include "toolkit/time/date_format.hpp"
#include "toolkit/time/time_zone.hpp"

namespace toolkit {

// What options say. All throw UsageError that names the option.

/// Runs a parser; what it refuses is a wrong command line, of which `options` are told (as they are
/// mentioned, see option_mentions.hpp).
template<class Parser>
auto parsed(std::string_view options, Parser&& parser) {
    try {
        return parser();
    } catch (const std::invalid_argument& error) {
        throw UsageError(fmt::format("{}: {}", options, error.what()));
    }
}

/// The layer that an option names.
inline LayerReference layer_option(const std::string& text, std::string_view option) {
    return parsed(fmt::format("⟨{}⟩", option), [&] { return parse_layer_reference(text); });
}

/// No value for an option that was not given.
inline std::optional<TimeZone> time_zone_option(const std::string& text) {
    return text.empty() ? std::nullopt
                        : parsed("⟨--time-zone⟩", [&] { return std::optional(TimeZone(text)); });
}

/// No value for an option that was not given.
inline std::optional<DateFormat> date_format_option(const std::string& text) {
    return text.empty()
               ? std::nullopt
               : parsed("⟨--date-format⟩", [&] { return std::optional(DateFormat::named(text)); });
}

/// No value for an option that was not given.
inline std::optional<Crs> crs_option(const std::string& text, std::string_view option) {
    return text.empty() ? std::nullopt : std::optional(Crs::from_text(text, option));
}

/// A system to compute in: no value for an option that was not given. Throws for one that is not
/// projected.
inline std::optional<Crs> projected_crs_option(const std::string& text, std::string_view option) {
    std::optional<Crs> crs = crs_option(text, option);
    if (crs && !crs->is_projected()) {
        throw UsageError(fmt::format(
            "⟨{}⟩ {}: this is not a projected system, so it has no lengths; name a projected one",
            option, crs->text()));
    }
    return crs;
}

/// Throws for an option that only makes sense with another one, which was not given.
inline void require_with(const std::string& value, std::string_view name, const std::string& other,
                         std::string_view other_name) {
    if (!value.empty() && other.empty()) {
        throw UsageError(fmt::format("⟨{}⟩ goes with ⟨{}⟩", name, other_name));
    }
}

} // namespace toolkit
