// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>

namespace toolkit {

/// SHA-256 in lower-case hexadecimal digits.
std::string sha256_of(std::string_view content);

/// The same of a file as it stands on the disk or behind an address (whatever GDAL opens as a
/// file). Of what lies in an archive (/vsizip/, /vsitar/, /vsigzip/) it is that of the whole
/// archive, as sha256sum tells it: a shapefile in it is several files. Empty for what is not a file
/// (a folder, a database) and for an archive behind an address, of which only a part is fetched.
std::string sha256_of_file(const std::string& path);

} // namespace toolkit
