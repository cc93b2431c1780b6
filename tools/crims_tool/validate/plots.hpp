// SPDX-License-Identifier: MIT
#pragma once

#include "crims_tool/validate/run.hpp"
#include "wdd/document.hpp"

namespace crims_tool {

// Pictures of a validation, with their legends and tables of numbers.

wdd::Figure month_figure(const ModelValidation& validation);
wdd::Figure crime_type_figure(const ModelValidation& validation);
wdd::Figure zone_figure(const ModelValidation& validation);

/// By period of the week, from Monday night on.
wdd::Figure week_figure(const ModelValidation& validation);

/// By hour of the day.
wdd::Figure hour_figure(const ModelValidation& validation);

} // namespace crims_tool
