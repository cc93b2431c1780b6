// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "crims_tool/audit/audit.hpp"

namespace crims_tool {

/// What an audit of a download found.
struct AuditReport {
    std::string path; ///< of the download, for messages
    std::vector<ForceAudit> forces;
    std::vector<std::string> misnamed; ///< files left out because of their names
    bool with_lookup = false;
};

/// As a text to read: the download, then one block a force.
std::string audit_text(const AuditReport& report);

/// As the result for programs, without parameters and version.
nlohmann::ordered_json audit_json(const AuditReport& report);

} // namespace crims_tool
