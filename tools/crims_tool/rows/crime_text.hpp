// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <functional>
#include <string_view>

#include "crims_tool/rows/crime_rows.hpp"

namespace crims_tool {

/// Tables of crimes as one text: the head, the rows of all tables numbered from 1 on, the foot.
class CrimeText {
  public:
    /// Takes pieces of the text in order.
    using Sink = std::function<void(std::string_view)>;

    /// Keeps a reference to the format.
    explicit CrimeText(const RowFormat& format) : m_format(format) {}

    std::string_view head() const { return m_format.head; }

    std::string_view foot() const { return m_format.foot; }

    /// Rows are formatted by all threads of the calling thread's oneTBB arena.
    void add(const crims::CrimeTable& crimes, const Sink& sink);

  private:
    const RowFormat& m_format;
    std::int64_t m_written = 0;
    bool m_is_first = true;
};

} // namespace crims_tool
