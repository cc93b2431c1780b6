// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <vector>

#include "crims/calibration.hpp"
#include "crims/month.hpp"
#include "crims_tool/records/incident_columns.hpp"
#include "crims_tool/records/month_range.hpp"
#include "toolkit/command/console.hpp"
#include "toolkit/layers/crs.hpp"

namespace crims_tool {

/// A file that went into a model.
struct Source {
    std::string name;
    std::string sha256; ///< empty: it is not a file
};

inline constexpr std::uint32_t none = std::numeric_limits<std::uint32_t>::max();

/// Recorded crimes as columns, whatever they were read from.
struct RecordedCrimes {
    MonthRange months;
    std::vector<std::uint8_t> present;    ///< one per month; 0: there are no data
    std::vector<std::string> crime_types; ///< in alphabetical order
    std::vector<std::string> lsoas;       ///< in order of appearance
    std::vector<double> x;                ///< of the distinct points, in order of appearance
    std::vector<double> y;
    std::optional<toolkit::Crs> crs; ///< of the points

    // One a crime.
    std::vector<std::uint16_t> crime_type;
    std::vector<std::uint16_t> month; ///< counted from the first
    std::vector<std::uint32_t> lsoa;  ///< or none
    std::vector<std::uint32_t> point; ///< or none
    std::vector<crims::OutcomeMeaning> outcome;

    bool has_outcomes = false;
    std::vector<Source> sources;
    std::vector<std::string> warnings;

    std::size_t size() const { return crime_type.size(); }
};

/// The crimes of a force in a data.police.uk download. `force` is any name people use. What is
/// doubtful (missing months, repeated ids, outcomes never seen before) is a warning. Throws
/// toolkit::DataError as the readers of the download do, and if no month of the range is there.
RecordedCrimes read_police_crimes(const std::string& path, const std::string& force,
                                  const MonthRange& months, toolkit::Console& console);

/// The crimes of incidents that have been read from a layer, with places. Months before the layer's
/// first incident and after its last have no data, nor has a month between them without any where
/// the others have many; else a month without incidents has zero crimes.
RecordedCrimes layer_crimes(const IncidentColumns& incidents, const toolkit::IncidentLayer& layer,
                            const MonthRange& months);

} // namespace crims_tool
