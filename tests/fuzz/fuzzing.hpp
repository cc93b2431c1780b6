// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>

#include <cpl_error.h>
#include <cpl_vsi.h>

#include "toolkit/text/errors.hpp"
#include "toolkit/text/visible.hpp"

/// What the fuzzers share.
namespace fuzzing {

inline void require(bool holds) {
    if (!holds) {
        std::abort();
    }
}

inline std::string_view text_of(const std::uint8_t* data, std::size_t size) {
    return {reinterpret_cast<const char*>(data), size};
}

/// Does what reads strangers' files. What it refuses, it refuses with one line for the user.
template<class Read>
void read_or_refuse(Read read) {
    const auto is_a_line = [](const std::exception& error) {
        const std::string line = toolkit::visible_line(error.what(), 400);
        require(!line.empty() && line.find('\n') == std::string::npos);
    };
    try {
        read();
    } catch (const toolkit::DataError& error) {
        is_a_line(error);
    } catch (const toolkit::UsageError& error) {
        is_a_line(error);
    }
}

/// An input as a file that GDAL and the readers open, in memory.
class InputFile {
  public:
    InputFile(const char* name, std::string_view content)
        : m_path(std::string("/vsimem/fuzz/") + name), m_content(content) {
        auto* bytes = reinterpret_cast<GByte*>(m_content.data());
        VSIFCloseL(VSIFileFromMemBuffer(m_path.c_str(), bytes, m_content.size(), FALSE));
    }

    ~InputFile() { VSIUnlink(m_path.c_str()); }

    InputFile(const InputFile&) = delete;
    InputFile(InputFile&&) = delete;
    InputFile& operator=(const InputFile&) = delete;
    InputFile& operator=(InputFile&&) = delete;

    const std::string& path() const { return m_path; }

  private:
    std::string m_path;
    std::string m_content;
};

/// Takes numbers and texts from an input until nothing is left of it; then zeros.
class Pieces {
  public:
    Pieces(const std::uint8_t* data, std::size_t size) : m_rest(data, size) {}

    bool empty() const { return m_rest.empty(); }

    std::uint8_t byte() {
        if (m_rest.empty()) {
            return 0;
        }
        const std::uint8_t first = m_rest.front();
        m_rest = m_rest.subspan(1);
        return first;
    }

    std::string_view bytes(std::size_t count) {
        const auto taken = m_rest.first(std::min(count, m_rest.size()));
        m_rest = m_rest.subspan(taken.size());
        return text_of(taken.data(), taken.size());
    }

    template<class Number>
    Number number() {
        Number value{};
        const std::string_view raw = bytes(sizeof value);
        std::copy(raw.begin(), raw.end(), reinterpret_cast<char*>(&value));
        return value;
    }

  private:
    std::span<const std::uint8_t> m_rest;
};

} // namespace fuzzing
