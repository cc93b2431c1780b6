// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <vector>

#include "crims_tool/ranks/ranks.hpp"

namespace crims_tool {

/// What is next to be given to number 0; no value at the end.
using MakeNext = std::function<std::optional<std::vector<std::byte>>()>;

/// On any other process than number 0: gives it one thing after the other. While it waits for
/// number 0 to take one, the next are made in a thread of their own, until they take a quarter of a
/// gigabyte. Throws what `make` throws.
void give_all(const Ranks& ranks, const MakeNext& make);

} // namespace crims_tool
