// SPDX-License-Identifier: MIT
#include "toolkit/system/stop_request.hpp"

#include <array>
#include <atomic>
#include <utility>

#include <fcntl.h>
#include <io.h>

namespace toolkit {

namespace {

/// The writing end of the pipe whose other end the request keeps; -1: no command waits.
std::atomic<int> told_end = -1;

} // namespace

StopRequest::StopRequest() {
    constexpr unsigned room = 16;
    std::array<int, 2> ends{-1, -1};
    if (::_pipe(ends.data(), room, _O_BINARY | _O_NOINHERIT) == 0) {
        m_event = Descriptor(ends[0]);
        told_end.store(ends[1]);
    }
}

StopRequest::~StopRequest() {
    if (const int end = told_end.exchange(-1); end >= 0) {
        ::_close(end);
    }
}

bool StopRequest::tell() {
    const int end = told_end.load();
    return end >= 0 && write_some(end, "!") == 1;
}

} // namespace toolkit
