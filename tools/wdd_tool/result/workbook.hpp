// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>

#include "wdd/crime_types.hpp"
#include "wdd/evaluation.hpp"
#include "wdd_tool/result/fields.hpp"

namespace wdd_tool {

/// An evaluation as a workbook (.xlsx): the sheet Result, whose estimates, standard errors, z, p
/// and interval are formulas on the eight counts, as in Wheeler's spreadsheet, with their values;
/// then the forecast, the other measures and the warnings; Types, if there are some, with such a
/// test in each row, that of all incidents and what they make weighted by harm; Months, where there
/// are some; and Parameters. `title` is what was evaluated. Throws DataError.
std::string workbook(const wdd::Evaluation& evaluation, const std::string& title,
                     const RecordedParameters& parameters,
                     const std::optional<wdd::TypesFinding>& types = {});

} // namespace wdd_tool
