// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "toolkit/police/download.hpp"

namespace toolkit {

using StreetFiles = std::vector<StreetFile>;
using StreetHandler = std::function<void(std::size_t index, StreetCrimes crimes)>;
using FileProgress = std::function<void(std::int64_t done, std::int64_t total)>;

/// Reads files on all cores and hands each, with its index, to `take`: one at a time, in any order,
/// from any thread. `where`: see read_street_file. `progress` is told after each file. Throws
/// DataError of the first file (in the order given) that cannot be read, or what `take` or
/// `progress` throws.
void read_street_files(const StreetFiles& files, const std::string& where,
                       const FileProgress& progress, const StreetHandler& take);

/// The same, handed over in the order given and from the thread that called, so that a result does
/// not depend on which file was read first.
void read_street_files_in_order(const StreetFiles& files, const std::string& where,
                                const FileProgress& progress, const StreetHandler& take);

} // namespace toolkit
