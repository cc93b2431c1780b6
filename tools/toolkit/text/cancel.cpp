// SPDX-License-Identifier: MIT
#include "toolkit/text/cancel.hpp"

#include <atomic>

namespace toolkit {

namespace {

/// The callbacks of GEOS and SQLite, which ask, reach nothing but a variable of static life.
// NOLINTNEXTLINE(cppcoreguidelines-avoid-non-const-global-variables)
std::atomic<bool> requested = false;

} // namespace

bool cancel_requested() noexcept {
    return requested.load(std::memory_order_relaxed);
}

void request_cancel() noexcept {
    requested.store(true, std::memory_order_relaxed);
}

} // namespace toolkit
