// SPDX-License-Identifier: MIT
#pragma once

#include "crims_tool/serve/endpoint.hpp"
#include "crims_tool/serve/resources.hpp"

namespace crims_tool {

/// `/summary` and `/zones`: what the page shows.
void add_summary_endpoints(EndpointList& endpoints, const std::shared_ptr<Resources>& resources);

} // namespace crims_tool
