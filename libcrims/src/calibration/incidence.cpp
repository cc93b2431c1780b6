// SPDX-License-Identifier: MIT
#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <stdexcept>

#include "calibration/level_exponent.hpp"
#include "calibration/seasonal_profile.hpp"
#include "calibration/sum.hpp"
#include "calibration/trend.hpp"
#include "calibration/variation.hpp"
#include "calibration/zone_moments.hpp"
#include "crims/calibration.hpp"
#include "crims/limits.hpp"
#include "simulation/text_list.hpp"

namespace crims {

namespace {

constexpr double not_known = std::numeric_limits<double>::quiet_NaN();

constexpr std::array<const char*, calendar_months> month_names = {
    "January", "February", "March",     "April",   "May",      "June",
    "July",    "August",   "September", "October", "November", "December"};

/// All there is to say of one crime type, and its counts.
class TypeFit {
  public:
    TypeFit(const CrimeCounts& counts, const PresentMonths& months, std::size_t type,
            const ZoneMoments& moments, double level_exponent, bool with_trend)
        : m_counts(counts), m_months(months), m_type(type), m_with_trend(with_trend),
          m_located(located_totals(counts, months, type)) {
        const MonthlyTotals totals = monthly_totals(counts, months, type);
        m_located_total = sum(totals.located);
        m_totals = totals.located;
        std::transform(m_totals.begin(), m_totals.end(), totals.unlocated.begin(), m_totals.begin(),
                       std::plus<>());
        if (with_trend) {
            m_trend = fit_trend(months, m_totals);
        }
        m_exposure = exposure_of(months, m_trend.trend);
        m_zones = zone_variation(moments, level_exponent);
        m_profiles =
            shrunk_profiles(crimes_by_calendar_month(totals.unlocated), m_located, m_zones);
        m_zones = within_force(m_zones, months, totals.located, zone_shares());
    }

    bool empty() const { return sum(m_totals) == 0; }

    const TrendFit& trend() const { return m_trend; }

    const ZoneVariation& zones() const { return m_zones; }

    YearVariation years() const {
        return year_variation(m_months, m_totals, m_trend.trend,
                              m_with_trend && m_trend.why_flat.empty(), m_zones,
                              zone_shares().by_level);
    }

    double profile_weight() const {
        return m_zones.profile > 0 ? (1 / m_zones.profile) - 1
                                   : std::numeric_limits<double>::infinity();
    }

    /// The law of the variances' fall for levels that count the crimes of no zone too, and are at
    /// the trend's origin.
    LevelLaw level_law(const std::vector<SeasonalCounts>& rates) const {
        LevelLaw law = m_zones.by_level;
        if (law.exponent > 0) {
            const double a_year =
                std::accumulate(rates.begin(), rates.end(), 0.0,
                                [](double all, const auto& zone) { return all + sum(zone); });
            const double years = static_cast<double>(m_months.size()) / calendar_months;
            law.level *= a_year / (m_located_total / years);
        }
        return law;
    }

    /// Expected count a year-month of each zone and calendar month.
    std::vector<SeasonalCounts> rates() const {
        SeasonalCounts force = by_calendar_month(m_months, m_totals);
        for (std::size_t c = 0; c < calendar_months; ++c) {
            force[c] = m_exposure[c] > 0 ? force[c] / m_exposure[c] : 0;
        }
        force = interpolated(force, m_exposure);
        std::vector<SeasonalCounts> rates = m_profiles.shrunk;
        for (SeasonalCounts& zone : rates) {
            const double part = empty() ? 0 : sum(zone) / sum(m_totals);
            for (std::size_t c = 0; c < calendar_months; ++c) {
                zone[c] = m_exposure[c] > 0 ? zone[c] / m_exposure[c] : part * force[c];
            }
        }
        return rates;
    }

    /// Pearson's chi-square of the crimes with a zone around the fit, over its degrees of freedom.
    double pearson(const std::vector<SeasonalCounts>& rates) const {
        const double found = m_located_total > 0 ? m_located_total / sum(m_totals) : 0;
        std::vector<double> scale;
        for (std::size_t i = 0; i < m_months.size(); ++i) {
            scale.push_back(found * m_months.length[i] *
                            std::exp(m_trend.trend.per_year * m_months.since_origin[i]));
        }
        double chi_square = 0;
        double freedom = -m_profiles.parameters;
        if (m_with_trend && m_trend.why_flat.empty()) {
            freedom -= 1;
        }
        for (std::size_t zone = 0; zone < rates.size(); ++zone) {
            const std::span<const std::uint32_t> cell = located_of(m_counts, zone, m_type);
            freedom -= m_located[zone] > 0 ? 1 : 0;
            for (std::size_t i = 0; i < m_months.size(); ++i) {
                const double expected = scale[i] * rates[zone][m_months.calendar[i]];
                if (expected > 0) {
                    const double residual = cell[m_months.at[i]] - expected;
                    chi_square += residual * residual / expected;
                    freedom += 1;
                }
            }
        }
        // Effective degrees of freedom are not whole numbers: less than a half of one is none.
        return freedom > 0.5 ? chi_square / freedom : not_known;
    }

  private:
    std::vector<SeasonalCounts>
    crimes_by_calendar_month(const std::vector<double>& unlocated) const {
        const std::vector<double> shares = unlocated_shares(m_counts, m_months, m_type);
        const SeasonalCounts spread = by_calendar_month(m_months, unlocated);
        std::vector<SeasonalCounts> crimes(m_counts.zones);
        for (std::size_t zone = 0; zone < crimes.size(); ++zone) {
            const std::span<const std::uint32_t> cell = located_of(m_counts, zone, m_type);
            for (std::size_t c = 0; c < calendar_months; ++c) {
                crimes[zone][c] = shares[zone] * spread[c];
            }
            for (std::size_t i = 0; i < m_months.size(); ++i) {
                crimes[zone][m_months.calendar[i]] += cell[m_months.at[i]];
            }
        }
        return crimes;
    }

    /// The squares are without those that chance alone brings.
    ZoneShares zone_shares() const {
        const double years = static_cast<double>(m_months.size()) / calendar_months;
        ZoneShares shares;
        for (const double crimes : m_located) {
            const double pairs = crimes * (crimes - 1);
            shares.count += crimes > 0 ? 1 : 0;
            shares.squares += pairs;
            shares.by_level += pairs * m_zones.by_level.factor(crimes / years);
        }
        const double all = m_located_total * (m_located_total - 1);
        shares.squares = all > 0 ? shares.squares / all : 0;
        shares.by_level = all > 0 ? shares.by_level / all : 0;
        return shares;
    }

    const CrimeCounts& m_counts;
    const PresentMonths& m_months;
    std::size_t m_type;
    bool m_with_trend;
    std::vector<double> m_located; ///< one per zone
    double m_located_total = 0;
    std::vector<double> m_totals; ///< one per month, with or without a zone
    TrendFit m_trend;
    SeasonalCounts m_exposure = {};
    ZoneVariation m_zones;
    Profiles m_profiles;
};

/// The moments of all types, and the exponents that they have in common.
struct TypeMoments {
    TypeMoments(const CrimeCounts& counts, const PresentMonths& months) {
        std::vector<LevelExponent> found;
        of.reserve(counts.crime_types);
        found.reserve(counts.crime_types);
        for (std::size_t type = 0; type < counts.crime_types; ++type) {
            of.emplace_back(counts, months, type);
            found.push_back(level_exponent(of.back()));
        }
        exponents = drawn_together(found);
    }

    std::vector<ZoneMoments> of;
    std::vector<double> exponents;
};

/// Gathers what is to be said once with the names of all types it is said of.
class Notes {
  public:
    explicit Notes(const std::vector<std::string>& names) : m_names(names) {}

    void add(const std::string& text, std::size_t type) {
        const auto found = std::find_if(m_groups.begin(), m_groups.end(),
                                        [&text](const Group& group) { return group.text == text; });
        Group& group = found != m_groups.end() ? *found : m_groups.emplace_back(Group{text, {}});
        group.types.push_back(m_names[type]);
    }

    void append_to(std::vector<std::string>& notes) const {
        for (const Group& group : m_groups) {
            notes.push_back(group.text + ": " +
                            (group.types.size() == m_names.size() && m_names.size() > 1
                                 ? "all crime types"
                                 : text_list(group.types)));
        }
    }

  private:
    struct Group {
        std::string text;
        std::vector<std::string> types;
    };

    const std::vector<std::string>& m_names;
    std::vector<Group> m_groups;
};

void note_unseen_months(const PresentMonths& months, std::vector<std::string>& notes) {
    std::vector<std::string> unseen;
    for (std::size_t c = 0; c < calendar_months; ++c) {
        if (std::find(months.calendar.begin(), months.calendar.end(), c) == months.calendar.end()) {
            unseen.emplace_back(month_names[c]);
        }
    }
    if (!unseen.empty()) {
        notes.push_back("no data of any " + text_list(unseen) +
                        ": rates interpolated from the neighbouring months of the year");
    }
}

Dispersion dispersion_of(const TypeFit& fit, std::size_t type, Notes& notes) {
    const YearVariation years = fit.years();
    if (!years.known) {
        notes.add("variation between years is set to 0: there are too few years to estimate it",
                  type);
    }
    if (!fit.zones().knows_zone_year) {
        notes.add(
            "variation of zones between years is set to 0: this needs two zones and two years",
            type);
    }
    if (!fit.zones().knows_zone_month) {
        notes.add(
            "variation of zones between months is set to 0: this needs two zones, and calendar months that are present twice",
            type);
    }
    if (fit.zones().knows_zone_year && !fit.zones().knows_zone_half_year) {
        notes.add(
            "variation of zones between half-years is set to 0: this needs half-years that are present twice",
            type);
    }
    return {.year = as_variance(years.year),
            .zone_year = as_variance(fit.zones().zone_year),
            .zone_half_year = as_variance(fit.zones().zone_half_year),
            .zone_month = as_variance(fit.zones().zone_month)};
}

} // namespace

IncidenceFit fit_incidence(const CrimeCounts& counts, const std::vector<std::string>& crime_types,
                           const IncidenceOptions& options) {
    if (crime_types.size() != counts.crime_types) {
        throw std::invalid_argument("the counts have " + std::to_string(counts.crime_types) +
                                    " crime types, but " + std::to_string(crime_types.size()) +
                                    " are named");
    }
    const PresentMonths months = present_months(counts);
    const TypeMoments moments(counts, months);
    IncidenceFit result;
    result.trend_origin = months.origin;
    result.data = {month_from_index(month_index(counts.from) + static_cast<int>(months.at.front())),
                   month_from_index(month_index(counts.from) + static_cast<int>(months.at.back()))};
    result.incidence.resize(counts.zones * counts.crime_types * calendar_months);
    note_unseen_months(months, result.notes);
    Notes notes(crime_types);
    for (std::size_t type = 0; type < counts.crime_types; ++type) {
        const TypeFit fit(counts, months, type, moments.of[type], moments.exponents[type],
                          options.trend);
        const std::vector<SeasonalCounts> rates = fit.rates();
        for (std::size_t zone = 0; zone < counts.zones; ++zone) {
            const std::size_t cell = (zone * counts.crime_types) + type;
            std::copy(rates[zone].begin(), rates[zone].end(),
                      result.incidence.begin() +
                          static_cast<std::ptrdiff_t>(cell * calendar_months));
        }
        result.trends.push_back(fit.trend().trend);
        result.trend_intervals.push_back(fit.trend().interval);
        result.profile_weight.push_back(fit.profile_weight());
        result.pearson.push_back(fit.empty() ? not_known : fit.pearson(rates));
        result.dispersion.emplace_back();
        if (fit.empty()) {
            notes.add("no crimes at all, so rates of 0", type);
            continue;
        }
        if (!fit.trend().why_flat.empty()) {
            notes.add("no trend, for " + fit.trend().why_flat, type);
        }
        if (options.dispersion) {
            result.dispersion.back() = dispersion_of(fit, type, notes);
            result.dispersion.back().by_level = fit.level_law(rates);
        }
    }
    if (options.dispersion) {
        const CommonDispersion common =
            common_variation(counts, months, result.dispersion, result.incidence);
        result.common_dispersion = {.zone_year = as_variance(common.zone_year),
                                    .zone_half_year = as_variance(common.zone_half_year),
                                    .zone_month = as_variance(common.zone_month),
                                    .by_level = common.by_level};
    }
    notes.append_to(result.notes);
    return result;
}

} // namespace crims
