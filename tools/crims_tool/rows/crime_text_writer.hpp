// SPDX-License-Identifier: MIT
#pragma once

#include <memory>
#include <string>

#include "crims_tool/rows/crime_rows.hpp"
#include "crims_tool/rows/crime_writer.hpp"

namespace crims_tool {

/// Writes a text file, or standard output for "-". Rows are formatted by all threads of the calling
/// thread's oneTBB arena and written in order.
std::unique_ptr<CrimeWriter> open_text_writer(const std::string& path, bool overwrite,
                                              RowFormat format);

} // namespace crims_tool
