// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include "crims_tool/validate/run.hpp"

namespace crims_tool {

/// The zones as a small inline SVG map, coloured by their relative error, with its key. Polygons
/// are simplified to half a pixel. Empty if the model has none.
std::string validation_map(const ModelValidation& validation);

} // namespace crims_tool
