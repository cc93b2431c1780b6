// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <optional>

#include "crims_tool/zone_maps/content.hpp"
#include "wdd/document.hpp"

namespace crims_tool {

/// As many classes as the style sheet of reports has tints, so that the report's map and the
/// picture beside it tell the same.
inline constexpr std::size_t most_map_classes = 5;

/// The map of ⟨crims map⟩ as a report shows it: without letters, its classes in the legend. None if
/// no zone has an extent.
std::optional<wdd::Figure> run_map(const MapContent& map);

} // namespace crims_tool
