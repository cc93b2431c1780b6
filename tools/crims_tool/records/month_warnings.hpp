// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "crims/calibration.hpp"
#include "crims/model.hpp"
#include "crims/stepper.hpp"
#include "crims_tool/records/month_range.hpp"
#include "crims_tool/records/recorded_crimes.hpp"

namespace crims_tool {

/// A month whose recorded crimes are implausible beside the others (crims::check_months).
struct OddMonth {
    std::string crime_type; ///< empty: all crimes together
    crims::Month month;
    std::uint64_t crimes = 0;
    double expected = 0;
};

/// Months with less than a tenth of the crimes that were expected: the stubs of incomplete files,
/// in order.
std::vector<OddMonth> stub_months(const RecordedCrimes& crimes);

/// That they were left out; empty if there are none.
std::string stub_months_warning(const std::vector<OddMonth>& stubs);

/// Those of all crimes together, then of each crime type, in order of their months.
std::vector<OddMonth> odd_months(const crims::CrimeCounts& counts,
                                 const std::vector<std::string>& crime_types);

/// What to do about them; empty if there are none.
std::string odd_months_warning(const std::vector<OddMonth>& odd);

/// That there are too few months to judge any; empty if there are enough.
std::string too_few_months_warning(const std::vector<std::uint8_t>& present);

/// How far the months reach beyond the model's data, before or after.
int months_beyond_data(const crims::Model& model, const MonthRange& months);

/// What to think of a run so far from the model's data that its trends are held; empty if it is
/// not.
std::string beyond_data_warning(const crims::Model& model, const MonthRange& months);

/// The same for a simulator that is at this time.
std::string beyond_data_warning(const crims::Model& model, crims::Instant time);

} // namespace crims_tool
