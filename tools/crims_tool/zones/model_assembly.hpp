// SPDX-License-Identifier: MIT
#pragma once

#include <vector>

#include "crims/calibration.hpp"
#include "crims/model.hpp"
#include "crims_tool/records/recorded_crimes.hpp"
#include "crims_tool/zones/assignment.hpp"

namespace crims_tool {

/// Recorded crimes by zone, crime type and month; those of no zone by crime type and month.
crims::CrimeCounts count_crimes(const RecordedCrimes& crimes, const ZoneAssignment& assignment);

/// Leaves out the crimes of some months, as if there were no data. The months must be in the range.
void leave_out(RecordedCrimes& crimes, const std::vector<crims::Month>& months);

/// Leaves out the crimes that lie outside the zones and, of each crime type, the same share of
/// those without a zone for another reason: some of these lie outside too.
LeftOut leave_out_outside(RecordedCrimes& crimes, ZoneAssignment& assignment);

/// What was left out, as a sentence.
std::string left_out_text(const LeftOut& left);

/// Sets the model's places: the distinct points of the crimes of each zone and type, and how many
/// crimes each had, in order of appearance. `x` and `y` are the points in the model's CRS; those
/// that have no image there (NaN) are left out.
void set_places(crims::Model& model, const RecordedCrimes& crimes, const ZoneAssignment& assignment,
                const std::vector<double>& x, const std::vector<double>& y);

/// Crime types of recorded crimes that have no place in the model.
std::vector<std::string> types_without_places(const crims::Model& model,
                                              const RecordedCrimes& crimes);

} // namespace crims_tool
