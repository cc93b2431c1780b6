// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include "crims_tool/serve/endpoint.hpp"

namespace crims_tool {

/// OpenAPI 3.1 of these endpoints, made from what they declare.
std::string open_api(const EndpointList& endpoints);

} // namespace crims_tool
