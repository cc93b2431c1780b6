// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include "wdd/batch.hpp"
#include "wdd_tool/result/fields.hpp"

namespace wdd_tool {

/// Several evaluations as a workbook (.xlsx): the sheet Result has a row for each area, whose
/// estimates, standard error, z, p and interval are formulas on its eight counts, and one for all
/// of them; Types, if there are some, has the same for each crime type; then Months and
/// Parameters. The standard error of a sum is a number: it counts incidents that areas share by
/// what they add to it, which counts do not tell. Throws DataError.
std::string batch_workbook(const wdd::Batch& batch, const std::string& title,
                           const RecordedParameters& parameters);

} // namespace wdd_tool
