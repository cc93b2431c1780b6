// SPDX-License-Identifier: MIT
#pragma once

#include "wdd/message.hpp"
#include "wdd_tool/study/incident_source.hpp"
#include "wdd_tool/study/options.hpp"

namespace wdd_tool {

/// Puts above the message what the study was made of: both areas and the incidents, each with its
/// file, layer and condition. Folders are left out, and so are passwords: reports are passed on.
void add_sources(wdd::Message& message, const StudyOptions& options,
                 const IncidentSources& incidents);

} // namespace wdd_tool
