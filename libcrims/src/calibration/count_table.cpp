// SPDX-License-Identifier: MIT
#include "calibration/count_table.hpp"

#include <algorithm>
#include <stdexcept>
#include <string>
#include <string_view>

#include "calibration/sum.hpp"

namespace crims {

namespace {

void require_length(std::size_t found, std::size_t expected, std::string_view what) {
    if (found != expected) {
        throw std::invalid_argument("the counts have " + std::to_string(found) + " " +
                                    std::string(what) + " where " + std::to_string(expected) +
                                    " are needed");
    }
}

void check(const CrimeCounts& counts) {
    if (counts.zones == 0 || counts.crime_types == 0) {
        throw std::invalid_argument("the counts have no zone or no crime type");
    }
    require_length(counts.present.size(), counts.months, "months marked present or not");
    require_length(counts.located.size(), counts.zones * counts.crime_types * counts.months,
                   "numbers of crimes with a zone");
    require_length(counts.unlocated.size(), counts.crime_types * counts.months,
                   "numbers of crimes without a zone");
    if (std::all_of(counts.present.begin(), counts.present.end(),
                    [](std::uint8_t present) { return present == 0; })) {
        throw std::invalid_argument("the counts have no month with data");
    }
}

} // namespace

PresentMonths present_months(const CrimeCounts& counts) {
    check(counts);
    PresentMonths months;
    std::chrono::year last_year = counts.from.year() - std::chrono::years(1);
    Month last_half_year = counts.from - std::chrono::years(1);
    for (std::size_t m = 0; m < counts.months; ++m) {
        if (counts.present[m] == 0) {
            continue;
        }
        const Month month = counts.from + std::chrono::months(m);
        months.years += month.year() != last_year ? 1 : 0;
        last_year = month.year();
        months.half_years += first_of_half_year(month) != last_half_year ? 1 : 0;
        last_half_year = first_of_half_year(month);
        months.at.push_back(m);
        months.calendar.push_back(static_cast<std::size_t>(calendar_month(month)));
        months.year.push_back(months.years - 1);
        months.half_year.push_back(months.half_years - 1);
        months.since_origin.push_back(month_index(month));
        months.length.push_back(leap_factor(month));
    }
    months.origin = sum(months.since_origin) / static_cast<double>(months.size());
    for (double& index : months.since_origin) {
        index = (index - months.origin) / static_cast<double>(calendar_months);
    }
    return months;
}

double mean_square_of_periods(const PresentMonths& months, std::span<const double> values,
                              std::size_t length) {
    double squares = 0;
    for (std::size_t phase = 0; phase < length; ++phase) {
        double period = 0;
        for (std::size_t i = 0; i < months.size(); ++i) {
            period += values[i];
            const bool ends = i + 1 == months.size() || (months.at[i + 1] + phase) / length !=
                                                            (months.at[i] + phase) / length;
            if (ends) {
                squares += period * period;
                period = 0;
            }
        }
    }
    return squares / static_cast<double>(length);
}

std::vector<double> located_totals(const CrimeCounts& counts, const PresentMonths& months,
                                   std::size_t type) {
    std::vector<double> totals(counts.zones, 0);
    for (std::size_t zone = 0; zone < counts.zones; ++zone) {
        const std::span<const std::uint32_t> cell = located_of(counts, zone, type);
        for (const std::size_t m : months.at) {
            totals[zone] += cell[m];
        }
    }
    return totals;
}

MonthlyTotals monthly_totals(const CrimeCounts& counts, const PresentMonths& months,
                             std::size_t type) {
    MonthlyTotals totals{std::vector<double>(months.size(), 0), {}};
    for (std::size_t zone = 0; zone < counts.zones; ++zone) {
        const std::span<const std::uint32_t> cell = located_of(counts, zone, type);
        for (std::size_t i = 0; i < months.size(); ++i) {
            totals.located[i] += cell[months.at[i]];
        }
    }
    for (const std::size_t m : months.at) {
        totals.unlocated.push_back(counts.unlocated[(type * counts.months) + m]);
    }
    return totals;
}

std::vector<double> unlocated_shares(const CrimeCounts& counts, const PresentMonths& months,
                                     std::size_t type) {
    std::vector<double> shares = located_totals(counts, months, type);
    if (sum(shares) == 0) {
        for (std::size_t other = 0; other < counts.crime_types; ++other) {
            const std::vector<double> totals = located_totals(counts, months, other);
            std::transform(totals.begin(), totals.end(), shares.begin(), shares.begin(),
                           std::plus<>());
        }
    }
    if (sum(shares) == 0) {
        std::fill(shares.begin(), shares.end(), 1);
    }
    const double total = sum(shares);
    for (double& share : shares) {
        share /= total;
    }
    return shares;
}

std::vector<double> with_unlocated(const CrimeCounts& counts) {
    const PresentMonths months = present_months(counts);
    std::vector<double> all(counts.located.size(), 0);
    for (std::size_t type = 0; type < counts.crime_types; ++type) {
        const std::vector<double> shares = unlocated_shares(counts, months, type);
        for (std::size_t zone = 0; zone < counts.zones; ++zone) {
            const std::size_t begin = (zone * counts.crime_types + type) * counts.months;
            for (const std::size_t m : months.at) {
                all[begin + m] = counts.located[begin + m] +
                                 (shares[zone] * counts.unlocated[(type * counts.months) + m]);
            }
        }
    }
    return all;
}

} // namespace crims
