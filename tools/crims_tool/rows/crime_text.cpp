// SPDX-License-Identifier: MIT
#include "crims_tool/rows/crime_text.hpp"

#include <algorithm>
#include <utility>

#include <tbb/parallel_pipeline.h>
#include <tbb/task_arena.h>

namespace crims_tool {

void CrimeText::add(const crims::CrimeTable& crimes, const Sink& sink) {
    constexpr std::size_t rows_a_piece = 4096;
    std::size_t next = 0;
    const auto first_row = [&](tbb::flow_control& control) {
        if (next >= crimes.size()) {
            control.stop();
        }
        return std::exchange(next, next + rows_a_piece);
    };
    const auto formatted = [&](std::size_t first) {
        return format_rows(m_format, crimes, first, std::min(first + rows_a_piece, crimes.size()),
                           m_written + 1);
    };
    const auto write_piece = [&](const RowText& rows) {
        sink(rows.text().substr(m_is_first ? m_format.joint : 0));
        m_is_first = false;
    };
    const auto threads =
        static_cast<std::size_t>(std::max(1, tbb::this_task_arena::max_concurrency()));
    tbb::parallel_pipeline(
        2 * threads,
        tbb::make_filter<void, std::size_t>(tbb::filter_mode::serial_in_order, first_row) &
            tbb::make_filter<std::size_t, RowText>(tbb::filter_mode::parallel, formatted) &
            tbb::make_filter<RowText, void>(tbb::filter_mode::serial_in_order, write_piece));
    m_written += static_cast<std::int64_t>(crimes.size());
}

} // namespace crims_tool
