// SPDX-License-Identifier: MIT
#include "wdd_tool/study/repeated_ids.hpp"

#include <algorithm>

namespace wdd_tool {

RepeatedIds::Answer RepeatedIds::add(const std::string& id, double x, double y,
                                     std::chrono::sys_days day) {
    std::vector<Row>& rows = m_rows[id];
    Answer answer;
    if (!rows.empty()) {
        answer.for_all = true;
        for (std::size_t i = 0; i < m_studies.size(); ++i) {
            const StudyReach& study = m_studies[i];
            const bool is_near = study.box.contains(x, y);
            const bool is_read = study.window.contains(day);
            const bool repeats = is_read && std::ranges::any_of(rows, [&](const Row& row) {
                                     return study.window.contains(row.day) &&
                                            study.box.contains(row.x, row.y) == is_near;
                                 });
            if (repeats && is_near) {
                answer.near.push_back(i);
            }
            answer.for_all = answer.for_all && (repeats || !is_read);
        }
    }
    const bool is_known = std::ranges::any_of(
        rows, [&](const Row& row) { return row.x == x && row.y == y && row.day == day; });
    if (!is_known) {
        rows.push_back({x, y, day});
    }
    return answer;
}

} // namespace wdd_tool
