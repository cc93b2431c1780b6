// SPDX-License-Identifier: MIT
#include "simulation/month_rates.hpp"

namespace crims {

MonthRates::MonthRates(const PreparedModel& prepared, std::uint32_t replicate)
    : m_model(prepared.model), m_options(prepared.options), m_factors(prepared.factors),
      m_shares(prepared.share), m_replicate(replicate), m_common(m_model.zones.size()),
      m_of_half_year(m_model.cell_count(), 1) {
    m_background.assign(m_model.crime_types.size(), 1);
    for (std::size_t o = 0; o < prepared.near_repeats.size(); ++o) {
        m_background[m_model.offences[o].crime_type] = 1 - prepared.near_repeats[o].ratio;
    }
}

void MonthRates::set_month(Month month, const Loading& loading) {
    m_month = month;
    m_of_month = m_background;
    for (std::size_t type = 0; type < m_of_month.size(); ++type) {
        m_of_month[type] *= trend_factor(m_model, type, month) * leap_factor(month);
    }
    if (m_options.dispersion) {
        const std::vector<double> factors =
            year_factors(m_model, month, m_options.seed, m_replicate);
        for (std::size_t type = 0; type < m_of_month.size(); ++type) {
            m_of_month[type] *= factors[type];
        }
    }
    m_loading.clear();
    if (!loading.empty()) {
        m_loading = loading_factors(m_model, loading, month);
    }
}

ZoneMonth MonthRates::at(std::size_t zone) const {
    return {.seed = m_options.seed, .replicate = m_replicate, .zone = zone, .month = m_month};
}

void MonthRates::set_zone(std::size_t zone) {
    if (!m_options.dispersion) {
        return;
    }
    CommonFactors& common = m_common[zone];
    const int half_year = common.half_year_begin;
    common = m_factors.common(at(zone), common);
    if (common.half_year_begin == half_year) {
        return;
    }
    for (std::size_t type = 0; type < m_model.crime_types.size(); ++type) {
        m_of_half_year[m_model.cell(zone, type)] = m_factors.of_half_year(at(zone), type, common);
    }
}

double MonthRates::of_type(std::size_t zone, std::size_t crime_type) const {
    const std::size_t cell = m_model.cell(zone, crime_type);
    const double rate = m_model.incidence[(calendar_months * cell) +
                                          static_cast<std::size_t>(calendar_month(m_month))] *
                        m_of_month[crime_type];
    if (rate <= 0 || !m_options.dispersion) {
        return rate;
    }
    return rate * m_of_half_year[cell] * m_factors.of_month(at(zone), crime_type, m_common[zone]);
}

} // namespace crims
