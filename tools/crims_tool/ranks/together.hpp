// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <functional>
#include <span>
#include <vector>

#include "crims_tool/ranks/ranks.hpp"
#include "toolkit/command/console.hpp"

namespace crims_tool {

/// On all processes: prepares, then works. Number 0 prepares first, so that what is wrong with the
/// inputs is said once; if it fails, the others end without a word. What fails later ends all. Both
/// are given the console on number 0, and on the others one that shows nothing.
void work_together(const Ranks& ranks, toolkit::Console& console,
                   const std::function<void(toolkit::Console&)>& prepare,
                   const std::function<void(toolkit::Console&)>& work);

/// Makes results number 0 to `count` - 1, each process some of them in turn, and takes them in
/// their order on number 0, which makes its own as they are due. `make` is called in one thread,
/// which may be another than this one.
void make_in_turn(const Ranks& ranks, std::size_t count,
                  const std::function<std::vector<std::byte>(std::size_t)>& make,
                  const std::function<void(std::size_t, std::span<const std::byte>)>& take);

} // namespace crims_tool
