// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>

namespace crims_tool {

/// SHA-256 in lower-case hexadecimal digits.
std::string sha256_of(std::string_view content);

/// The same of a file as it stands on the disk or in an archive (whatever GDAL opens as a file);
/// empty for what is no file: a folder, a database.
std::string sha256_of_file(const std::string& path);

} // namespace crims_tool
