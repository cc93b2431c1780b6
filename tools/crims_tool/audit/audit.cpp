// SPDX-License-Identifier: MIT
#include "crims_tool/audit/audit.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "crims/calibration.hpp"

namespace crims_tool {

namespace {

/// Adds how often each text is used.
template<class Number>
void count(const std::vector<Number>& numbers, const std::vector<std::string>& texts,
           Tally& tally) {
    std::vector<std::uint64_t> counts(texts.size());
    for (const Number number : numbers) {
        ++counts[number];
    }
    for (std::size_t i = 0; i < texts.size(); ++i) {
        tally[texts[i]] += counts[i];
    }
}

/// Takes the number of rows without a text out.
std::uint64_t take_empty(Tally& tally) {
    const auto node = tally.extract("");
    return node.empty() ? 0 : node.mapped();
}

std::uint64_t repeated(std::vector<std::uint64_t>& ids) {
    std::sort(ids.begin(), ids.end());
    const auto once = std::unique(ids.begin(), ids.end());
    return static_cast<std::uint64_t>(ids.end() - once);
}

void check_months(std::vector<MonthAudit>& months) {
    std::vector<std::uint64_t> counts;
    std::vector<std::uint8_t> present;
    for (const MonthAudit& month : months) {
        counts.push_back(month.rows);
        present.push_back(month.present ? 1 : 0);
    }
    const std::vector<crims::MonthCheck> checks = crims::check_months(counts, present);
    for (std::size_t i = 0; i < months.size(); ++i) {
        months[i].check = checks[i];
    }
}

} // namespace

ForceTally::ForceTally(std::string force, crims::Month from, crims::Month to) : m_from(from) {
    m_audit.force = std::move(force);
    for (crims::Month month = from; month <= to; month += std::chrono::months(1)) {
        m_audit.months.push_back({.month = month});
    }
}

void ForceTally::add(toolkit::StreetCrimes crimes) {
    const int place = crims::month_index(crimes.month) - crims::month_index(m_from);
    MonthAudit& month = m_audit.months.at(static_cast<std::size_t>(place));
    month.present = crimes.size() > 0;
    month.empty = !month.present;
    month.rows = crimes.size();
    month.sha256 = std::move(crimes.sha256);
    m_audit.rows += crimes.size();
    count(crimes.crime_type, crimes.crime_types, month.crime_types);
    for (const auto& [type, rows] : month.crime_types) {
        m_audit.crime_types[type] += rows;
    }
    count(crimes.outcome, crimes.outcomes, m_audit.outcomes);
    count(crimes.lsoa, crimes.lsoas, m_lsoas);
    m_audit.without_coordinates += static_cast<std::uint64_t>(
        std::count_if(crimes.longitude.begin(), crimes.longitude.end(),
                      [](double longitude) { return std::isnan(longitude); }));
    for (const std::uint64_t id : crimes.id) {
        if (id == 0) {
            ++m_audit.without_id;
        } else {
            m_ids.push_back(id);
        }
    }
    for (const std::string& column : crimes.absent) {
        ++m_audit.absent[column];
    }
}

ForceAudit ForceTally::finish(const std::unordered_map<std::string, std::string>* lookup) {
    m_audit.without_outcome = take_empty(m_audit.outcomes);
    m_audit.without_lsoa = take_empty(m_lsoas);
    m_audit.repeated_ids = repeated(m_ids);
    for (const auto& [outcome, rows] : m_audit.outcomes) {
        if (crims::outcome_meaning(outcome) == crims::OutcomeMeaning::never_seen) {
            m_audit.unseen_outcomes[outcome] = rows;
        }
    }
    for (const auto& [lsoa, rows] : m_lsoas) {
        if (lookup != nullptr && !lookup->contains(lsoa)) {
            m_audit.unknown_lsoas[lsoa] = rows;
        }
    }
    check_months(m_audit.months);
    return std::move(m_audit);
}

} // namespace crims_tool
