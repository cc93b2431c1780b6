// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <string>

namespace toolkit {

/// A period, both ends in it, as short as a title wants it: "Jan to Jun 2023", "Nov 2022 to Mar
/// 2023", "Jan 2023"; where it is not whole months "14 Jan to 3 Feb 2023".
std::string short_period(std::chrono::sys_days first, std::chrono::sys_days last);

} // namespace toolkit
