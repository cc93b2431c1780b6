// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace crims_tool {

/// What a request may be at most.
struct RequestLimits {
    std::size_t line = 8000;   ///< method and address
    std::size_t head = 16'000; ///< with the header fields
    std::size_t body = std::size_t{1} << 20;
};

enum class Framing : std::uint8_t {
    incomplete, ///< more has to come
    complete,
    bad,            ///< 400: lengths that contradict each other, no request at all
    line_too_long,  ///< 414
    head_too_large, ///< 431
    body_too_large, ///< 413
    needs_length,   ///< 411: a body in chunks
};

/// How far the request at the beginning of what has come reaches.
struct RequestFrame {
    Framing state = Framing::incomplete;
    std::size_t head = 0;          ///< bytes, with the empty line
    std::size_t body = 0;          ///< bytes after it
    bool expects_continue = false; ///< the sender waits until it may send the body
};

/// Only the ends of lines and the length of the body are looked at here: what httplib reads
/// afterwards is one whole request, and nothing of the next. Whatever two readers could take for
/// two lengths is refused.
RequestFrame frame_of(std::string_view bytes, const RequestLimits& limits);

} // namespace crims_tool
