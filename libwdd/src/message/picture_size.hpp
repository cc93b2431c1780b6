// SPDX-License-Identifier: MIT
#pragma once

namespace wdd {

/// So wide that its letters can be read on a telephone, where it is drawn at three quarters.
inline constexpr double picture_width = 500;

} // namespace wdd
