// SPDX-License-Identifier: MIT
#pragma once

#include "crims_tool/serve/endpoint.hpp"
#include "crims_tool/serve/resources.hpp"

namespace crims_tool {

/// `/forces`, `/model` and `/health`: what there is.
void add_information_endpoints(EndpointList& endpoints,
                               const std::shared_ptr<Resources>& resources);

} // namespace crims_tool
