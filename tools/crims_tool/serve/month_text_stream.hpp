// SPDX-License-Identifier: MIT
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "crims_tool/rows/crime_text.hpp"
#include "crims_tool/serve/simulation_query.hpp"

namespace crims_tool {

/// Simulated crimes as text, a month at a time: together what `crims simulate` writes.
class MonthTextStream {
  public:
    MonthTextStream(const SimulationQuery& query, TextFormat format);

    /// The text of the next month, the file's head before the first and its foot after the last; no
    /// value after the last.
    std::optional<std::string> next();

  private:
    ModelPointer m_model;
    MonthRange m_months;
    crims::Simulation m_simulation;
    crims::Simulator m_replicate;
    CrimeText m_text;
    crims::CrimeTable m_crimes;
    std::size_t m_done = 0;
};

} // namespace crims_tool
