// SPDX-License-Identifier: MIT
#pragma once

// What the readers of incidents share, whatever their source.

#include "common/errors.hpp"
#include "common/incident_reader.hpp"

namespace toolkit {

/// The error for an incident that is no point.
DataError not_a_point(const Layer& layer, std::int64_t id, const std::string& geometry);

/// Widens what dates a layer is known to hold.
void widen(std::optional<wdd::Period>& dates, const FieldDate& date);

/// True if the incidents are known to begin before the window and to go on to its end.
bool covers(const std::optional<wdd::Period>& dates, const wdd::Period& window);

} // namespace toolkit
