// SPDX-License-Identifier: MIT
#include "crims_tool/step/line_reader.hpp"

#include <array>
#include <cerrno>
#include <chrono>
#include <utility>

#include <fmt/format.h>

#include "toolkit/system/descriptor.hpp"
#include "toolkit/system/publishing.hpp"
#include "toolkit/text/cancel.hpp"
#include "toolkit/text/errors.hpp"

namespace crims_tool {

namespace {

bool is_blank_line(const std::string& text) {
    return text.find_first_not_of(" \t\r") == std::string::npos;
}

[[noreturn]] void fail_to_read() {
    throw toolkit::DataError(
        fmt::format("standard input cannot be read: {}", toolkit::reason_of_failure()));
}

/// Waits for input or its end, and looks now and then whether the user asked to stop.
void wait_for_input(int descriptor) {
    constexpr std::chrono::milliseconds moment(200);
    for (;;) {
        if (toolkit::cancel_requested()) {
            throw toolkit::Cancelled();
        }
        switch (toolkit::wait_for_input(descriptor, moment)) {
        case toolkit::Input::ready:
            return;
        case toolkit::Input::failed:
            fail_to_read();
        case toolkit::Input::none_yet:
            break;
        }
    }
}

} // namespace

bool LineReader::has_line() {
    return m_buffer.find('\n', m_scanned) != std::string::npos;
}

std::optional<InputLine> LineReader::next() {
    for (;;) {
        std::optional<InputLine> line = next_line();
        if (!line || line->is_too_long || !is_blank_line(line->text)) {
            return line;
        }
    }
}

std::optional<InputLine> LineReader::next_line() {
    for (;;) {
        const std::size_t end = m_buffer.find('\n', m_scanned);
        if (end != std::string::npos) {
            return take(end, end + 1);
        }
        m_scanned = m_buffer.size();
        if (m_scanned - m_begin > m_longest) {
            pass_over_long_line();
        }
        if (!m_is_at_end && read_more()) {
            continue;
        }
        m_is_at_end = true;
        if (m_begin == m_buffer.size() && !m_is_too_long) {
            return std::nullopt;
        }
        return take(m_buffer.size(), m_buffer.size()); // the last line needs no end
    }
}

InputLine LineReader::take(std::size_t end, std::size_t next_begin) {
    InputLine line;
    line.is_too_long = std::exchange(m_is_too_long, false) || end - m_begin > m_longest;
    if (!line.is_too_long) {
        line.text = m_buffer.substr(m_begin, end - m_begin);
    }
    m_begin = m_scanned = next_begin;
    return line;
}

/// What has come of it is forgotten.
void LineReader::pass_over_long_line() {
    m_is_too_long = true;
    m_buffer.clear();
    m_begin = m_scanned = 0;
}

bool LineReader::read_more() {
    m_buffer.erase(0, m_begin);
    m_scanned -= m_begin;
    m_begin = 0;
    constexpr std::size_t piece = 65'536;
    std::array<char, piece> bytes{};
    for (;;) {
        wait_for_input(m_descriptor);
        const std::ptrdiff_t count = toolkit::read_some(m_descriptor, bytes);
        if (count >= 0) {
            m_buffer.append(bytes.data(), static_cast<std::size_t>(count));
            return count > 0;
        }
        if (errno != EINTR && errno != EAGAIN) {
            fail_to_read();
        }
    }
}

} // namespace crims_tool
