// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include "crims_tool/validate/run.hpp"

namespace crims_tool {

// Inline SVG pictures of a validation. Their looks are in validation_report.css's classes.

std::string month_plot(const ModelValidation& validation);
std::string crime_type_plot(const ModelValidation& validation);
std::string zone_plot(const ModelValidation& validation);

/// By period of the week, from Monday night on.
std::string week_plot(const ModelValidation& validation);

/// By hour of the day.
std::string hour_plot(const ModelValidation& validation);

} // namespace crims_tool
