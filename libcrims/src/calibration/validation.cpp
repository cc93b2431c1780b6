// SPDX-License-Identifier: MIT
#include "crims/validation.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <stdexcept>

#include "calibration/pit.hpp"

namespace crims {

namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();
constexpr double low_quantile = 0.05;
constexpr double high_quantile = 0.95;
constexpr double top_share = 0.05;
constexpr double noise = 1e-6; ///< of a crime: what sums of fractions may be off by

/// Which group of a level a count belongs to.
class LevelGroups {
  public:
    LevelGroups(const CountShape& shape, ValidationLevel level) : m_shape(shape), m_level(level) {}

    std::size_t size() const {
        switch (m_level) {
        case ValidationLevel::total:
            return 1;
        case ValidationLevel::month:
            return m_shape.months;
        case ValidationLevel::crime_type:
            return m_shape.crime_types;
        case ValidationLevel::zone:
            return m_shape.zones;
        case ValidationLevel::crime_type_month:
            return m_shape.crime_types * m_shape.months;
        case ValidationLevel::zone_crime_type:
            return m_shape.zones * m_shape.crime_types;
        case ValidationLevel::zone_month:
            return m_shape.zones * m_shape.months;
        case ValidationLevel::cell:
            return m_shape.size();
        }
        return 0;
    }

    std::size_t of(std::size_t count) const {
        const std::size_t month = count % m_shape.months;
        const std::size_t type = count / m_shape.months % m_shape.crime_types;
        const std::size_t zone = count / m_shape.months / m_shape.crime_types;
        switch (m_level) {
        case ValidationLevel::total:
            return 0;
        case ValidationLevel::month:
            return month;
        case ValidationLevel::crime_type:
            return type;
        case ValidationLevel::zone:
            return zone;
        case ValidationLevel::crime_type_month:
            return (type * m_shape.months) + month;
        case ValidationLevel::zone_crime_type:
            return (zone * m_shape.crime_types) + type;
        case ValidationLevel::zone_month:
            return (zone * m_shape.months) + month;
        case ValidationLevel::cell:
            return count;
        }
        return 0;
    }

    template<class Count>
    std::vector<double> sums(const std::vector<Count>& counts) const {
        std::vector<double> sums(size(), 0);
        for (std::size_t i = 0; i < counts.size(); ++i) {
            sums[of(i)] += counts[i];
        }
        return sums;
    }

  private:
    const CountShape& m_shape;
    ValidationLevel m_level;
};

/// Hyndman and Fan's type 7, as R and NumPy do by default.
double quantile(const std::vector<double>& sorted, double share) {
    const double at = share * static_cast<double>(sorted.size() - 1);
    const auto below = static_cast<std::size_t>(at);
    const std::size_t above = std::min(below + 1, sorted.size() - 1);
    return sorted[below] + ((at - static_cast<double>(below)) * (sorted[above] - sorted[below]));
}

/// Zones and crime types whose dispersion is looked at.
template<class Count>
double dispersion(const CountShape& shape, const std::vector<double>& observed,
                  const std::vector<Count>& counts) {
    const auto months = static_cast<double>(shape.months);
    double sum = 0;
    double cells = 0;
    for (std::size_t first = 0; first < shape.size(); first += shape.months) {
        const auto at = static_cast<std::ptrdiff_t>(first);
        const auto end = at + static_cast<std::ptrdiff_t>(shape.months);
        if (std::accumulate(observed.begin() + at, observed.begin() + end, 0.0) < months) {
            continue;
        }
        const double mean =
            std::accumulate(counts.begin() + at, counts.begin() + end, 0.0) / months;
        double squares = 0;
        for (std::ptrdiff_t i = at; i < end; ++i) {
            const double difference = counts[static_cast<std::size_t>(i)] - mean;
            squares += difference * difference;
        }
        // A replicate may have no crime where some was observed: no variation beyond Poisson there.
        sum += mean > 0 ? squares / (months - 1) / mean : 1;
        ++cells;
    }
    return sum / cells;
}

double top_zones_share(std::vector<double> by_zone) {
    std::sort(by_zone.rbegin(), by_zone.rend());
    const auto top =
        static_cast<std::ptrdiff_t>(std::ceil(top_share * static_cast<double>(by_zone.size())));
    const double all = std::accumulate(by_zone.begin(), by_zone.end(), 0.0);
    return std::accumulate(by_zone.begin(), by_zone.begin() + top, 0.0) / all;
}

} // namespace

bool ValidationGroup::is_count_covered() const {
    const double count = std::round(observed);
    return low <= count && count <= high;
}

ValidationGroup compared(double observed, std::vector<double> simulated) {
    if (simulated.empty()) {
        throw std::invalid_argument("there are no replicates to compare with");
    }
    std::sort(simulated.begin(), simulated.end());
    const double sum = std::accumulate(simulated.begin(), simulated.end(), 0.0);
    return {.observed = observed,
            .mean = sum / static_cast<double>(simulated.size()),
            .low = quantile(simulated, low_quantile),
            .high = quantile(simulated, high_quantile)};
}

/// The groups of a level.
struct Validation::Groups {
    std::vector<ValidationGroup> all = {};
    std::vector<double> deviations = {}; ///< of each replicate from the mean, mean over groups

    ValidationScore score(ValidationLevel level) const;
};

ValidationScore Validation::Groups::score(ValidationLevel level) const {
    ValidationScore score{.level = level, .groups = all.size()};
    const ValidationGroup chance = compared(0, deviations);
    score.chance_error = chance.mean;
    score.chance_error_low = chance.low;
    score.chance_error_high = chance.high;
    std::vector<double> errors;
    double observed = 0;
    double simulated = 0;
    const auto count = static_cast<double>(all.size());
    for (const ValidationGroup& group : all) {
        const double error = group.mean - group.observed;
        errors.push_back(std::abs(error));
        score.rmse += error * error / count;
        score.mean_absolute_error += std::abs(error) / count;
        score.over_sampled += error > noise ? 1 / count : 0;
        score.coverage += group.is_count_covered() ? 1 / count : 0;
        observed += group.observed;
        simulated += group.mean;
    }
    score.rmse = std::sqrt(score.rmse);
    std::sort(errors.begin(), errors.end());
    score.median_absolute_error = quantile(errors, 0.5);
    score.relative_bias = observed > 0 ? (simulated / observed) - 1 : nan;
    return score;
}

Validation::Validation(const CountShape& shape, std::vector<double> observed)
    : m_shape(shape), m_observed(std::move(observed)) {
    if (shape.size() == 0 || m_observed.size() != shape.size()) {
        throw std::invalid_argument("there are " + std::to_string(m_observed.size()) +
                                    " observed counts for a shape of " +
                                    std::to_string(shape.size()));
    }
}

void Validation::add_replicate(std::span<const std::uint32_t> simulated) {
    if (simulated.size() != m_shape.size()) {
        throw std::invalid_argument("there are " + std::to_string(simulated.size()) +
                                    " simulated counts for a shape of " +
                                    std::to_string(m_shape.size()));
    }
    m_replicates.emplace_back(simulated.begin(), simulated.end());
}

Validation::Groups Validation::groups(ValidationLevel level) const {
    const LevelGroups grouping(m_shape, level);
    std::vector<std::vector<double>> simulated;
    for (const std::vector<std::uint32_t>& replicate : m_replicates) {
        simulated.push_back(grouping.sums(replicate));
    }
    const std::vector<double> observed = grouping.sums(m_observed);
    Groups groups;
    groups.deviations.resize(m_replicates.size());
    std::vector<double> values(m_replicates.size());
    for (std::size_t g = 0; g < observed.size(); ++g) {
        for (std::size_t r = 0; r < values.size(); ++r) {
            values[r] = simulated[r][g];
        }
        groups.all.push_back(compared(observed[g], values));
        for (std::size_t r = 0; r < values.size(); ++r) {
            groups.deviations[r] +=
                std::abs(values[r] - groups.all.back().mean) / static_cast<double>(observed.size());
        }
    }
    return groups;
}

ValidationReport Validation::report() const {
    if (m_replicates.empty()) {
        throw std::domain_error("there are no replicates to compare with");
    }
    ValidationReport report;
    report.replicates = m_replicates.size();
    for (std::size_t i = 0; i < validation_levels; ++i) {
        const auto level = static_cast<ValidationLevel>(i);
        report.scores.push_back(groups(level).score(level));
    }
    report.total = groups(ValidationLevel::total).all.front();
    report.by_month = groups(ValidationLevel::month).all;
    report.by_crime_type = groups(ValidationLevel::crime_type).all;
    report.by_zone = groups(ValidationLevel::zone).all;
    report.by_crime_type_month = groups(ValidationLevel::crime_type_month).all;
    std::vector<double> dispersions;
    std::vector<double> shares;
    const LevelGroups zones(m_shape, ValidationLevel::zone);
    for (const std::vector<std::uint32_t>& replicate : m_replicates) {
        dispersions.push_back(dispersion(m_shape, m_observed, replicate));
        shares.push_back(top_zones_share(zones.sums(replicate)));
    }
    report.dispersion = compared(dispersion(m_shape, m_observed, m_observed), dispersions);
    report.top_zones_share = compared(top_zones_share(zones.sums(m_observed)), shares);
    add_pit(report);
    return report;
}

void Validation::add_pit(ValidationReport& report) const {
    if (m_replicates.size() < 2) {
        return;
    }
    for (const ValidationLevel level :
         {ValidationLevel::crime_type_month, ValidationLevel::zone_month, ValidationLevel::cell}) {
        const LevelGroups grouping(m_shape, level);
        std::vector<std::vector<double>> simulated;
        simulated.reserve(m_replicates.size());
        for (const std::vector<std::uint32_t>& replicate : m_replicates) {
            simulated.push_back(grouping.sums(replicate));
        }
        report.pit.push_back({level, pit_shares(grouping.sums(m_observed), simulated)});
    }
}

} // namespace crims
