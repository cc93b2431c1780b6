// SPDX-License-Identifier: MIT
#pragma once

#include "crims_tool/serve/endpoint.hpp"
#include "crims_tool/serve/resources.hpp"

namespace crims_tool {

/// `/map`: simulated crimes by zone as a picture, or as a page with it.
void add_map_endpoint(EndpointList& endpoints, const std::shared_ptr<Resources>& resources);

} // namespace crims_tool
