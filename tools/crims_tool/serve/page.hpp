// SPDX-License-Identifier: MIT
#pragma once

#include "crims_tool/serve/endpoint.hpp"
#include "crims_tool/serve/resources.hpp"

namespace crims_tool {

/// `/` and `/page/{id}`: the web page from the package.
void add_page_endpoints(EndpointList& endpoints, const std::shared_ptr<Resources>& resources);

} // namespace crims_tool
