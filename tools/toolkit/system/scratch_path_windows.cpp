// SPDX-License-Identifier: MIT
#include "toolkit/system/scratch_path.hpp"

#include <array>

#include <fcntl.h>
#include <io.h>
#include <windows.h>

namespace toolkit {

/// In the system's code page, in which the C library opens it.
ScratchPath::ScratchPath() {
    std::array<char, MAX_PATH + 1> folder{};
    std::array<char, MAX_PATH + 1> path{};
    if (::GetTempPathA(folder.size(), folder.data()) != 0 &&
        ::GetTempFileNameA(folder.data(), "wdd", 0, path.data()) != 0) {
        m_path = path.data();
    }
}

ScratchPath::~ScratchPath() {
    ::DeleteFileA(m_path.c_str());
}

std::string ScratchPath::content() const {
    const Descriptor file(::_open(m_path.c_str(), _O_RDONLY | _O_BINARY));
    std::string content;
    std::array<char, 1U << 16U> piece{};
    for (std::ptrdiff_t read = 0; (read = read_some(file.number(), piece)) > 0;) {
        content.append(piece.data(), static_cast<std::size_t>(read));
    }
    return content;
}

} // namespace toolkit
