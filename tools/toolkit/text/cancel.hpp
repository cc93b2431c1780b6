// SPDX-License-Identifier: MIT
#pragma once

namespace toolkit {

/// True once the user has asked to stop. Any thread may ask, a callback of a library too.
bool cancel_requested() noexcept;

void request_cancel() noexcept;

} // namespace toolkit
