// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include "toolkit/command/option_list.hpp"

namespace wdd_tool {

// What a study is made of, declared once for all commands that have it.

toolkit::Option response_option();
toolkit::Option where_option();
toolkit::Option control_option();
toolkit::Option control_where_option();
toolkit::Option incidents_option();
toolkit::Option crime_types_option();
toolkit::Option displacement_option();

/// For a study that is only planned: needed with incidents alone, and under our name alone.
toolkit::Option planned(toolkit::Option option, const std::string& help);

} // namespace wdd_tool
