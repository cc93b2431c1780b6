// SPDX-License-Identifier: MIT
#include "common/incident_source.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "common/gdal_errors.hpp"

namespace toolkit {

void widen(std::optional<wdd::Period>& dates, const FieldDate& date) {
    if (date.state != DateState::day && date.state != DateState::month) {
        return;
    }
    const auto last = date.state == DateState::month
                          ? std::chrono::sys_days(std::chrono::year_month_day(date.day).year() /
                                                  std::chrono::year_month_day(date.day).month() /
                                                  std::chrono::last)
                          : date.day;
    dates = dates ? wdd::Period{std::min(dates->start, date.day), std::max(dates->end, last)}
                  : wdd::Period{date.day, last};
}

std::optional<wdd::Period> query_dates(const Layer& layer, const DateField& date) {
    const GdalErrors errors;
    const std::string field = quoted(date.name());
    const std::string where = layer.condition().empty() ? "" : " WHERE " + layer.condition();
    const std::string sql =
        fmt::format("SELECT MIN({}), MAX({}) FROM {}{}", field, field, layer.quoted_name(), where);
    OGRLayer* result = layer.dataset().ExecuteSQL(sql.c_str(), nullptr, nullptr);
    std::optional<wdd::Period> dates;
    if (result != nullptr) {
        const OGRFeatureUniquePtr row(result->GetNextFeature());
        if (row) {
            widen(dates, date.read_text(row->GetFieldAsString(0)));
            widen(dates, date.read_text(row->GetFieldAsString(1)));
        }
        layer.dataset().ReleaseResultSet(result);
    }
    return dates;
}

bool covers(const std::optional<wdd::Period>& dates, const wdd::Period& window) {
    return dates && dates->start <= window.start && dates->end >= window.end;
}

DataError not_a_point(const Layer& layer, std::int64_t id, const std::string& geometry) {
    return DataError(
        fmt::format("{}: feature {} is {}, but incidents are points", layer.text(), id, geometry));
}

} // namespace toolkit
