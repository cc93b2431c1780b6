// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include "toolkit/system/descriptor.hpp"

namespace toolkit {

/// A place for a library that writes to a path only, and opens it by the C library's functions;
/// what it has written is then read back. It goes away again with all that is in it.
class ScratchPath {
  public:
    /// The path is empty if there is no room for it.
    ScratchPath();
    ~ScratchPath();
    ScratchPath(const ScratchPath&) = delete;
    ScratchPath(ScratchPath&&) = delete;
    ScratchPath& operator=(const ScratchPath&) = delete;
    ScratchPath& operator=(ScratchPath&&) = delete;

    /// As the C library takes it.
    const std::string& path() const { return m_path; }

    std::string content() const;

  private:
    Descriptor m_memory; ///< none where it is a file
    std::string m_path;
};

} // namespace toolkit
