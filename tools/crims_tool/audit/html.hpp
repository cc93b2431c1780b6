// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include "crims_tool/audit/report.hpp"
#include "toolkit/command/recorded_parameters.hpp"

namespace crims_tool {

/// As a page: a calendar of each force's months, with gaps and odd months marked, and the crime
/// types over time.
std::string audit_html(const AuditReport& report, const toolkit::RecordedParameters& parameters);

} // namespace crims_tool
