// SPDX-License-Identifier: MIT
#include "crims_tool/records/holidays.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "crims_tool/records/table_rows.hpp"
#include "toolkit/text/errors.hpp"
#include "toolkit/time/date_text.hpp"

namespace crims_tool {

std::vector<std::chrono::sys_days> read_holidays(const std::string& path) {
    const std::vector<WantedColumn> wanted{{{"date", "holiday", "day"}}};
    const TableRows table = std::move(read_tables(path, wanted, "--holidays").front());
    std::vector<std::chrono::sys_days> days;
    for (std::size_t i = 0; i < table.cells.size(); ++i) {
        const std::string& text = table.cells[i].front();
        const auto date = toolkit::read_date(text);
        if (!date) {
            throw toolkit::DataError(
                fmt::format("{}: row {}: '{}' is not a date; write it as YYYY-MM-DD", table.source,
                            i + 1, text));
        }
        days.push_back(date->day);
    }
    if (days.empty()) {
        throw toolkit::DataError(fmt::format("{} (⟨--holidays⟩): it has no dates", table.source));
    }
    std::sort(days.begin(), days.end());
    days.erase(std::unique(days.begin(), days.end()), days.end());
    return days;
}

} // namespace crims_tool
