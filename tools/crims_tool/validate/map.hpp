// SPDX-License-Identifier: MIT
#pragma once

#include <optional>

#include "crims_tool/validate/run.hpp"
#include "wdd/document.hpp"

namespace crims_tool {

/// The zones as a map, coloured by their relative error, with its key. Polygons
/// are simplified to half a pixel. None if the model has none.
std::optional<wdd::Figure> validation_map(const ModelValidation& validation);

} // namespace crims_tool
