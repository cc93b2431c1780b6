// SPDX-License-Identifier: MIT
#pragma once

#include "crims_tool/audit/report.hpp"
#include "wdd/document.hpp"

namespace crims_tool {

/// A tile for each month of each force, coloured by how its rows compare with the force's median
/// month; gaps and odd months are marked.
wdd::TileTables month_calendar(const AuditReport& report);

/// The crime types by month, over all forces, the most frequent first; the months that some force
/// is odd in are marked.
wdd::SmallMultiples types_over_time(const AuditReport& report);

} // namespace crims_tool
