// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

namespace toolkit {

/// A member of a ZIP archive as its directory tells it.
struct ZipMember {
    std::string name; ///< with its folders, as it is written
    bool encrypted = false;

    bool operator==(const ZipMember&) const = default;
};

/// The directory of an archive, each entry of it: GDAL drops the second of two members of one name
/// and says nothing of encryption. `path` is what GDAL opens; `shown` names it in messages. Throws
/// DataError if it is no ZIP archive, or a truncated or damaged one.
std::vector<ZipMember> read_zip_directory(const std::string& path, const std::string& shown);

} // namespace toolkit
