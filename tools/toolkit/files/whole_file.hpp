// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <string>

#include <cpl_vsi.h>

namespace toolkit {

/// The content of a file, unpacked if its name ends in .gz, and whole: GDAL's readers give what
/// they could read of a truncated or corrupt file and seldom say so. (What a ZIP archive keeps
/// unpacked has a checksum that GDAL does not compare.)
///
/// `path` is what GDAL opens, members of archives and addresses included; `shown` names it in
/// messages. Throws DataError if it cannot be read, is damaged, or is larger than `limit` bytes.
std::string read_whole_file(const std::string& path, const std::string& shown,
                            std::size_t limit = std::size_t{1} << 30);

/// A text as a file that GDAL can open, for as long as both live.
class MemoryFile {
  public:
    explicit MemoryFile(std::string& content);
    ~MemoryFile();
    MemoryFile(const MemoryFile&) = delete;
    MemoryFile(MemoryFile&&) = delete;
    MemoryFile& operator=(const MemoryFile&) = delete;
    MemoryFile& operator=(MemoryFile&&) = delete;

    const std::string& path() const { return m_path; }

  private:
    std::string m_path;
};

/// Closes a file of GDAL's.
struct CloseFile {
    void operator()(VSILFILE* file) const { VSIFCloseL(file); }
};

} // namespace toolkit
