// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>

#include "toolkit/command/recorded_parameters.hpp"
#include "toolkit/geopackage/layer_description.hpp"

namespace toolkit {

/// What a layer says of itself: its title, and the command and version that made it with the
/// options that shaped it, a line each. `maker`: "wdd test of crimekit 0.1.0".
LayerDescription made_by(std::string title, std::string_view maker,
                         const RecordedParameters& parameters);

} // namespace toolkit
