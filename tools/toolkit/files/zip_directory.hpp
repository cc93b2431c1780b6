// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace toolkit {

/// A member of a ZIP archive as its directory tells it.
struct ZipMember {
    std::string name; ///< with its folders, as it is written
    bool encrypted = false;

    bool operator==(const ZipMember&) const = default;
};

/// A member with all that is needed to get at its content.
struct ZipEntry : ZipMember {
    std::uint16_t method = 0; ///< 0: stored, 8: deflated
    std::uint32_t crc = 0;    ///< of the content, as crc32_of tells it
    std::uint64_t packed = 0; ///< bytes in the archive
    std::uint64_t size = 0;   ///< bytes of the content
    std::uint64_t begin = 0;  ///< of its local header in the archive
    std::uint64_t end = 0;    ///< where the next member, or the directory, begins
};

/// An archive of which any part can be read.
struct ZipSource {
    std::uint64_t size = 0;
    std::function<std::string(std::uint64_t begin, std::uint64_t end)> read = {};
};

/// The directory of an archive that is read in parts, such as one on a server. Throws DataError as
/// read_zip_directory does, and for one that has something before its first member.
std::vector<ZipEntry> read_zip_entries(const ZipSource& archive, const std::string& shown);

/// The content of a member from the bytes between its begin and end, checked by its checksum.
/// Throws DataError for one that is damaged, encrypted, packed by another method than deflate, or
/// larger than a file may be (1 GiB).
std::string unpacked(const ZipEntry& entry, std::string_view bytes, const std::string& shown);

/// The checksum of ZIP archives.
std::uint32_t crc32_of(std::string_view content);

/// The directory of an archive, each entry of it: GDAL drops the second of two members of one name
/// and says nothing of encryption. `path` is what GDAL opens; `shown` names it in messages. Throws
/// DataError if it is not a ZIP archive, or a truncated or damaged one.
std::vector<ZipMember> read_zip_directory(const std::string& path, const std::string& shown);

} // namespace toolkit
