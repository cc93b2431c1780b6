// SPDX-License-Identifier: MIT
#include "common/incident_source.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace toolkit {

void widen(std::optional<wdd::Period>& dates, const FieldDate& date) {
    if (date.state != DateState::day && date.state != DateState::month) {
        return;
    }
    const auto last = date.state == DateState::month ? wdd::last_day_of_month(date.day) : date.day;
    dates = dates ? wdd::Period{std::min(dates->start, date.day), std::max(dates->end, last)}
                  : wdd::Period{date.day, last};
}

bool covers(const std::optional<wdd::Period>& dates, const wdd::Period& window) {
    return dates && dates->start <= window.start && dates->end >= window.end;
}

DataError not_a_point(const Layer& layer, std::int64_t id, const std::string& geometry) {
    return DataError(
        fmt::format("{}: feature {} is {}, but incidents are points", layer.text(), id, geometry));
}

} // namespace toolkit
