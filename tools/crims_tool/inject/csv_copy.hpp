// SPDX-License-Identifier: MIT
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "crims_tool/inject/incident_copy.hpp"

namespace crims_tool {

/// Copies a CSV record by record, byte for byte where an incident stays. Throws toolkit::DataError.
std::unique_ptr<IncidentCopy> copy_csv(const InjectionSource& source, const IncidentEdits& edits,
                                       const std::string& path, bool overwrite,
                                       const std::function<void(std::size_t)>& progress);

} // namespace crims_tool
