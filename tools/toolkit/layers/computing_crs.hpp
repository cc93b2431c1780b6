// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <span>
#include <string>

#include "toolkit/layers/crs.hpp"
#include "wdd/area.hpp"

namespace toolkit {

/// What is known of a layer's place.
struct LayerPlace {
    std::string layer; ///< for messages
    Crs crs;
    wdd::Box box; ///< in its CRS
};

/// The system that lengths and areas are computed in, and that of the output.
struct ComputingCrs {
    Crs computing;
    Crs output;
    std::string note; ///< what a user should know of the choice; may be empty
};

/// `wanted` (--crs), a projected system, if given, else that of the response layer if lengths are
/// true there (projected, but not Web Mercator), else a local projection around all layers. Throws
/// DataError if the layers are too far apart.
ComputingCrs choose_crs(const std::optional<Crs>& wanted, const LayerPlace& response,
                        std::span<const LayerPlace> others);

/// What to say of a system that draws lengths in the middle of the box wrong by a hundredth or
/// more.
std::optional<std::string> distortion_warning(const Crs& crs, const wdd::Box& box);

} // namespace toolkit
