// SPDX-License-Identifier: MIT
#include "toolkit/system/stop_request.hpp"

#include <atomic>
#include <cstdint>

#include <sys/eventfd.h>
#include <unistd.h>

namespace toolkit {

namespace {

/// The thread that waits for signals was there before any command.
// NOLINTNEXTLINE(cppcoreguidelines-avoid-non-const-global-variables)
std::atomic<int> told = -1;

} // namespace

StopRequest::StopRequest() : m_event(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {
    told.store(m_event.number());
}

StopRequest::~StopRequest() {
    told.store(-1);
}

bool StopRequest::tell() {
    const int event = told.load();
    constexpr std::uint64_t one = 1;
    return event >= 0 && ::write(event, &one, sizeof one) == sizeof one;
}

} // namespace toolkit
