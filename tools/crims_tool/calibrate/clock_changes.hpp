// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

#include "crims/month.hpp"
#include "crims/rhythm.hpp"

namespace crims_tool {

/// The hours of a time zone that are not there or there twice, from some years before a month on,
/// as far as the time zone database tells (to 2037). Changes by part of an hour are left out. None
/// for a fixed offset. Throws std::invalid_argument, with a text for the user, if there is no such
/// zone.
std::vector<crims::ClockChange> clock_changes(const std::string& time_zone, crims::Month month);

} // namespace crims_tool
