// SPDX-License-Identifier: MIT
#include "crims_tool/http/framing.hpp"

#include <algorithm>
#include <charconv>
#include <optional>

#include "toolkit/text/blanks.hpp"
#include "toolkit/text/lower_case.hpp"

namespace crims_tool {

namespace {

constexpr std::string_view line_end = "\r\n";
constexpr std::string_view head_end = "\r\n\r\n";

std::optional<std::size_t> length_of(std::string_view text) {
    std::size_t length = 0;
    const char* const end = text.data() + text.size();
    const auto read = std::from_chars(text.data(), end, length);
    const bool is_digits = !text.empty() && text.front() >= '0' && text.front() <= '9';
    return is_digits && read.ec == std::errc() && read.ptr == end ? std::optional(length)
                                                                  : std::nullopt;
}

bool is_token(std::string_view name) {
    constexpr std::string_view signs = "!#$%&'*+-.^_`|~";
    return !name.empty() && std::all_of(name.begin(), name.end(), [&](char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
               signs.find(c) != std::string_view::npos;
    });
}

/// Carriage returns, line feeds and zeros alone have misled readers of HTTP before.
bool has_bare_control(std::string_view line) {
    return std::any_of(line.begin(), line.end(),
                       [](char c) { return c == '\r' || c == '\n' || c == '\0'; });
}

/// Reads the header fields that say where the request ends.
class LengthReader {
  public:
    explicit LengthReader(RequestFrame& frame) : m_frame(frame) {}

    void read(std::string_view line) {
        const std::size_t colon = line.find(':');
        if (colon == std::string_view::npos || !is_token(line.substr(0, colon)) ||
            has_bare_control(line)) {
            m_frame.state = Framing::bad;
            return;
        }
        const std::string name = toolkit::lower_case(line.substr(0, colon));
        const std::string_view value = toolkit::trimmed(line.substr(colon + 1));
        if (name == "content-length") {
            const auto length = length_of(value);
            if (m_has_length || !length) {
                m_frame.state = Framing::bad;
                return;
            }
            m_has_length = true;
            m_frame.body = *length;
        } else if (name == "transfer-encoding") {
            m_is_in_chunks = true;
        } else if (name == "expect") {
            m_frame.expects_continue = toolkit::lower_case(value) == "100-continue";
        }
    }

    void finish() {
        if (m_frame.state == Framing::incomplete && m_is_in_chunks) {
            m_frame.state = m_has_length ? Framing::bad : Framing::needs_length;
        }
    }

  private:
    RequestFrame& m_frame;
    bool m_has_length = false;
    bool m_is_in_chunks = false;
};

void read_lengths(std::string_view head, RequestFrame& frame) {
    LengthReader reader(frame);
    std::string_view rest = head;
    while (!rest.empty() && frame.state == Framing::incomplete) {
        const std::size_t end = rest.find(line_end);
        if (end == 0) {
            break;
        }
        reader.read(rest.substr(0, end));
        rest.remove_prefix(end + line_end.size());
    }
    reader.finish();
}

} // namespace

RequestFrame frame_of(std::string_view bytes, const RequestLimits& limits) {
    RequestFrame frame;
    const std::size_t first_line = bytes.find(line_end);
    if (std::min(first_line, bytes.size()) > limits.line) {
        frame.state = Framing::line_too_long;
        return frame;
    }
    const std::size_t end = bytes.find(head_end);
    if (std::min(end, bytes.size()) > limits.head) {
        frame.state = Framing::head_too_large;
        return frame;
    }
    if (end == std::string_view::npos) {
        return frame;
    }
    frame.head = end + head_end.size();
    if (first_line == 0 || has_bare_control(bytes.substr(0, first_line))) {
        frame.state = Framing::bad;
        return frame;
    }
    const std::size_t fields = first_line + line_end.size();
    read_lengths(bytes.substr(fields, frame.head - fields), frame);
    if (frame.state != Framing::incomplete) {
        return frame;
    }
    if (frame.body > limits.body) {
        frame.state = Framing::body_too_large;
    } else if (bytes.size() >= frame.head + frame.body) {
        frame.state = Framing::complete;
    }
    return frame;
}

} // namespace crims_tool
