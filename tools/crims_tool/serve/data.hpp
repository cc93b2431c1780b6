// SPDX-License-Identifier: MIT
#pragma once

#include "crims_tool/serve/endpoint.hpp"
#include "crims_tool/serve/resources.hpp"

namespace crims_tool {

/// `/data`: simulated crimes.
void add_data_endpoint(EndpointList& endpoints, const std::shared_ptr<Resources>& resources);

} // namespace crims_tool
