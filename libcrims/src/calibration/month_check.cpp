// SPDX-License-Identifier: MIT
#include "crims/month_check.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <stdexcept>

#include "crims/month.hpp"

namespace crims {

namespace {

constexpr std::size_t window = 6; // months before, and after
constexpr std::size_t fewest_neighbours = fewest_months_to_judge - 1;
constexpr std::size_t fewest_other_years = 2;
constexpr double deviation_of_normal = 1.4826; // standard deviation over median absolute deviation
constexpr double highest_score = 3.5;
constexpr double least_departure = 0.1;
constexpr double fewest_to_compare = 10; // crimes in a usual month
constexpr double share_of_a_stub = 0.1;
constexpr double no_value = std::numeric_limits<double>::quiet_NaN();

/// The mean of the middle two of an even number. There must be a value.
double median(std::vector<double> values) {
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::nth_element(values.begin(), middle, values.end());
    if (values.size() % 2 == 1) {
        return *middle;
    }
    return (*middle + *std::max_element(values.begin(), middle)) / 2;
}

/// Logarithm of each count, that of a half for none; NaN where there are no data.
std::vector<double> logarithms(std::span<const std::uint64_t> counts,
                               std::span<const std::uint8_t> present) {
    std::vector<double> logs(counts.size(), no_value);
    for (std::size_t m = 0; m < counts.size(); ++m) {
        if (present[m] != 0) {
            logs[m] = std::log(std::max(static_cast<double>(counts[m]), 0.5));
        }
    }
    return logs;
}

/// Each month's departure from the level around it; NaN where that is not known.
std::vector<double> departures(const std::vector<double>& logs) {
    std::vector<double> departure(logs.size(), no_value);
    for (std::size_t m = 0; m < logs.size(); ++m) {
        std::vector<double> around;
        const std::size_t end = std::min(m + window + 1, logs.size());
        for (std::size_t n = m - std::min(m, window); n < end; ++n) {
            if (n != m && !std::isnan(logs[n])) {
                around.push_back(logs[n]);
            }
        }
        if (around.size() >= fewest_neighbours) {
            departure[m] = logs[m] - median(std::move(around));
        }
    }
    return departure;
}

/// What remains of the departures without that of the same calendar month in the other years.
std::vector<double> without_season(const std::vector<double>& departure) {
    std::vector<double> rest = departure;
    for (std::size_t m = 0; m < departure.size(); ++m) {
        std::vector<double> others;
        for (std::size_t n = m % calendar_months; n < departure.size(); n += calendar_months) {
            if (n != m && !std::isnan(departure[n])) {
                others.push_back(departure[n]);
            }
        }
        if (others.size() >= fewest_other_years) {
            rest[m] -= median(std::move(others));
        }
    }
    return rest;
}

double usual_deviation(const std::vector<double>& rest) {
    std::vector<double> sizes;
    for (const double r : rest) {
        if (!std::isnan(r)) {
            sizes.push_back(std::abs(r));
        }
    }
    return sizes.empty() ? 0 : deviation_of_normal * median(std::move(sizes));
}

/// Of the other months that have data; NaN without any.
double usual_count(std::span<const std::uint64_t> counts, std::span<const std::uint8_t> present,
                   std::size_t month) {
    std::vector<double> others;
    for (std::size_t m = 0; m < counts.size(); ++m) {
        if (m != month && present[m] != 0) {
            others.push_back(static_cast<double>(counts[m]));
        }
    }
    return others.empty() ? no_value : median(std::move(others));
}

/// Too few months around one to tell a drop, but hardly anything where the others have many.
MonthCheck check_alone(double count, double usual) {
    if (!(usual >= fewest_to_compare) || count >= share_of_a_stub * usual) {
        return {};
    }
    return {usual, std::log(std::max(count, 0.5) / usual) * std::sqrt(usual), MonthVerdict::drop};
}

MonthVerdict verdict(double departure, double score) {
    const bool far = std::abs(std::expm1(departure)) >= least_departure;
    if (!far || std::abs(score) <= highest_score) {
        return MonthVerdict::plausible;
    }
    return score < 0 ? MonthVerdict::drop : MonthVerdict::rise;
}

} // namespace

std::vector<MonthCheck> check_months(std::span<const std::uint64_t> counts,
                                     std::span<const std::uint8_t> present) {
    if (counts.size() != present.size()) {
        throw std::invalid_argument("a count and its presence are needed for each month");
    }
    const std::vector<double> logs = logarithms(counts, present);
    const std::vector<double> rest = without_season(departures(logs));
    const double deviation = usual_deviation(rest);
    std::vector<MonthCheck> checks(counts.size());
    for (std::size_t m = 0; m < counts.size(); ++m) {
        if (!std::isnan(rest[m])) {
            const double expected = std::exp(logs[m] - rest[m]);
            const double poisson = 1 / std::sqrt(std::max(expected, 1.0));
            const double score = rest[m] / std::hypot(deviation, poisson);
            checks[m] = {expected, score, verdict(rest[m], score)};
        } else if (present[m] != 0) {
            checks[m] =
                check_alone(static_cast<double>(counts[m]), usual_count(counts, present, m));
        }
    }
    return checks;
}

} // namespace crims
