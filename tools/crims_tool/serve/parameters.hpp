// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>

#include "crims_tool/http/query.hpp"
#include "toolkit/command/option_list.hpp"

namespace crims_tool {

/// The parameter of an option: "--crime-type" is `crime_type`.
std::string parameter_name(std::string_view option);

/// The parameter `force`, which almost every address has.
void declare_force(toolkit::OptionList& parameters, std::string& force);

/// Reads a query into the options' targets, each value once, a default where none is given. Throws
/// toolkit::UsageError for a parameter that there is not, one that is given twice, one that is
/// missing, and a value that is none.
void read_parameters(toolkit::OptionList& parameters, const QueryParameters& query);

/// A text that speaks of options, with the names of their parameters.
std::string in_parameter_words(std::string_view text);

} // namespace crims_tool
