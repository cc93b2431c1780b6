// SPDX-License-Identifier: MIT
#include "toolkit/system/scratch_path.hpp"

#include <array>

#include <sys/mman.h>
#include <unistd.h>

namespace toolkit {

ScratchPath::ScratchPath() : m_memory(::memfd_create("scratch", MFD_CLOEXEC)) {
    if (m_memory.number() >= 0) {
        m_path = "/proc/self/fd/" + std::to_string(m_memory.number());
    }
}

ScratchPath::~ScratchPath() = default;

std::string ScratchPath::content() const {
    std::string content;
    std::array<char, 1U << 16U> piece{};
    ::lseek(m_memory.number(), 0, SEEK_SET);
    for (std::ptrdiff_t read = 0; (read = read_some(m_memory.number(), piece)) > 0;) {
        content.append(piece.data(), static_cast<std::size_t>(read));
    }
    return content;
}

} // namespace toolkit
