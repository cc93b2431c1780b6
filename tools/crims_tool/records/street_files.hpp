// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <functional>
#include <vector>

#include "crims_tool/records/police_download.hpp"
#include "toolkit/command/console.hpp"

namespace crims_tool {

/// Reads files on all cores and hands each, with its index, to `take`: one at a time, in any order,
/// from any thread. Shows progress by file. Throws toolkit::DataError of the first file (in the
/// order given) that cannot be read, toolkit::Cancelled, or what `take` throws.
void read_street_files(const std::vector<StreetFile>& files, toolkit::Console& console,
                       const std::function<void(std::size_t, StreetCrimes)>& take);

} // namespace crims_tool
