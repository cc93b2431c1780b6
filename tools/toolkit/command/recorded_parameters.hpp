// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "toolkit/command/option_list.hpp"

namespace toolkit {

/// Nothing where an option was not given and has no default.
using RecordedValue = std::variant<std::monostate, std::string, bool, std::uint64_t, double>;

/// An option of a run as its result keeps it.
struct RecordedParameter {
    std::string name; ///< "date_field" for --date-field
    RecordedValue value = {};
    OptionType type =
        OptionType::text; ///< flag, number or integer, else text, with or without value
};

using RecordedParameters = std::vector<RecordedParameter>;

/// All options that shape the result, in the order in which they are declared, once they have been
/// parsed. Passwords are left out.
RecordedParameters recorded_parameters(const OptionList& options);

/// Puts texts such as "--response=Patrols (selected features)" in place of values: a program that
/// runs a command knows better than the command what its user has chosen. Throws UsageError for a
/// text of another form and for an option that is not in the list.
void record_as(RecordedParameters& parameters, const OptionList& options,
               const std::vector<std::string>& texts);

/// As JSON writes it; empty for nothing.
std::string recorded_text(const RecordedValue& value);

/// The object `parameters` of a result for programs.
nlohmann::ordered_json parameters_json(const RecordedParameters& parameters);

} // namespace toolkit
