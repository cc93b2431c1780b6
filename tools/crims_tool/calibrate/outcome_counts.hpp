// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "crims/calibration.hpp"
#include "crims_tool/records/recorded_crimes.hpp"
#include "crims_tool/zones/assignment.hpp"

namespace crims_tool {

/// What the outcomes of a crime type say of suspects, in crimes of the months that count. Crimes
/// of which no outcome is kept (anti-social behaviour) are not among them.
struct TypeOutcomes {
    std::uint64_t identified = 0;
    std::uint64_t not_identified = 0;
    std::uint64_t unknown = 0; ///< the force has told of none

    std::uint64_t crimes() const { return identified + not_identified + unknown; }

    double unknown_share() const; ///< NaN without crimes, as those below
    double low() const;           ///< share with a suspect, if no unknown one has any
    double high() const;          ///< the same if the unknown are like the others
};

struct OutcomeCounts {
    std::vector<crims::OutcomeCount> cells; ///< crimes with a zone, by zone and crime type
    std::vector<TypeOutcomes> types;        ///< with or without a zone
    std::vector<crims::Month> open;         ///< months left out
    bool all_open = false;                  ///< every month would have been, so none is
};

/// Outcomes by zone and crime type. A suspect who is found is put on record, so a crime of which
/// the force has told no outcome counts as one without: to leave such crimes out as if they were
/// like the others makes seven bicycle thieves of ten known in a force that knows one of twenty.
/// But early outcomes are not a sample of all: a month in which more crimes are under investigation
/// than have gone without news for long is left out as a whole, unless all months are such.
/// Outcomes never seen before count as none.
OutcomeCounts count_outcomes(const RecordedCrimes& crimes, const ZoneAssignment& assignment);

/// What a user should know of them: types most of whose outcomes are unknown, and the bounds.
std::vector<std::string> outcome_warnings(const OutcomeCounts& outcomes,
                                          const std::vector<std::string>& crime_types);

} // namespace crims_tool
