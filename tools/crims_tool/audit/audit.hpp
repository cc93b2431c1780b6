// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <unordered_map>
#include <vector>

#include "crims/month.hpp"
#include "crims/month_check.hpp"
#include "toolkit/police/download.hpp"

namespace crims_tool {

using Tally = std::map<std::string, std::uint64_t>;

/// One month of a force, whether or not the download has it.
struct MonthAudit {
    crims::Month month = crims::Month(std::chrono::year(1970), std::chrono::January);
    bool present = false;
    bool empty = false; ///< there is a file, but it holds no crimes: not present
    std::uint64_t rows = 0;
    std::string sha256 = {}; ///< of the file's content
    crims::MonthCheck check = {};
    Tally crime_types = {};
};

/// What the files of one force hold. Numbers are rows unless it is said otherwise.
struct ForceAudit {
    std::string force;              ///< slug
    std::vector<MonthAudit> months; ///< all months of the download, in order
    std::uint64_t rows = 0;
    Tally crime_types;
    Tally outcomes; ///< without those that have none
    std::uint64_t without_outcome = 0;
    std::uint64_t without_coordinates = 0;
    std::uint64_t without_lsoa = 0;
    std::uint64_t without_id = 0;
    std::uint64_t repeated_ids = 0; ///< rows whose id an other row of the force has already
    Tally unknown_lsoas;            ///< not in the lookup; empty without one
    Tally unseen_outcomes;          ///< outcomes whose meaning is not known
    std::map<std::string, std::size_t> absent; ///< files by the column that they lack
};

/// Adds up the files of one force.
class ForceTally {
  public:
    /// `from` to `to` are the months of the whole download.
    ForceTally(std::string force, crims::Month from, crims::Month to);

    void add(toolkit::StreetCrimes crimes);

    /// With a lookup, from LSOA to zone, LSOAs that it does not have are found.
    ForceAudit finish(const std::unordered_map<std::string, std::string>* lookup);

  private:
    ForceAudit m_audit;
    crims::Month m_from;
    Tally m_lsoas;
    std::vector<std::uint64_t> m_ids;
};

} // namespace crims_tool
