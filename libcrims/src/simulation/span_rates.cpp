// SPDX-License-Identifier: MIT
#include "crims/span_rates.hpp"

#include <algorithm>
#include <stdexcept>
#include <utility>

#include "simulation/day_shares.hpp"
#include "simulation/gamma_factors.hpp"

namespace crims {

namespace {

/// What all zones share in the year of each month, by crime type.
std::vector<std::vector<double>> factors_of_years(const Model& model,
                                                  const std::vector<Month>& months,
                                                  std::uint64_t seed, std::uint32_t replicate) {
    std::vector<std::vector<double>> factors;
    factors.reserve(months.size());
    for (std::size_t m = 0; m < months.size(); ++m) {
        const bool same_year = m > 0 && months[m - 1].year() == months[m].year();
        factors.push_back(same_year ? factors.back()
                                    : year_factors(model, months[m], seed, replicate));
    }
    return factors;
}

} // namespace

SpanRates::SpanRates(const Model& model, std::vector<ModelCell> cells,
                     std::span<const StudyPeriod> spans, const Recording& recording)
    : m_model(model), m_cells(std::move(cells)), m_spans(spans.size()),
      m_factors(std::make_shared<ZoneFactors>(model)) {
    for (const ModelCell& cell : m_cells) {
        if (cell.zone >= model.zones.size() || cell.crime_type >= model.crime_types.size()) {
            throw std::invalid_argument("a cell of the study is not one of the model's");
        }
    }
    add_months(spans, recording);
}

void SpanRates::add_months(std::span<const StudyPeriod> spans, const Recording& recording) {
    if (spans.empty()) {
        return;
    }
    StudyPeriod all = spans.front();
    for (const StudyPeriod& span : spans) {
        all = {std::min(all.start, span.start), std::max(all.end, span.end)};
    }
    for (Month month = month_of(all.start); month <= month_of(all.end);
         month += std::chrono::months(1)) {
        if (std::find(recording.missing.begin(), recording.missing.end(), month) ==
            recording.missing.end()) {
            m_months.push_back(month);
        }
    }
    m_parts.reserve(m_model.crime_types.size() * m_months.size());
    for (std::size_t type = 0; type < m_model.crime_types.size(); ++type) {
        for (const Month month : m_months) {
            m_parts.push_back(parts_of(spans, type, month));
        }
    }
    m_expected.reserve(m_cells.size() * m_months.size());
    for (const ModelCell& cell : m_cells) {
        for (const Month month : m_months) {
            m_expected.push_back(recording.share *
                                 expected_count(m_model, cell.zone, cell.crime_type, month));
        }
    }
}

/// How much of a month's crimes of a type counts in each span that it touches.
std::vector<SpanRates::Part> SpanRates::parts_of(std::span<const StudyPeriod> spans,
                                                 std::size_t crime_type, Month month) const {
    const std::vector<double> days = day_shares(m_model, crime_type, month);
    std::vector<Part> parts;
    for (std::size_t span = 0; span < spans.size(); ++span) {
        Part part{.span = span};
        for (std::size_t day = 0; day < days.size(); ++day) {
            part.share +=
                spans[span].contains(first_day(month) + std::chrono::days(day)) ? days[day] : 0;
        }
        if (part.share > 0) {
            parts.push_back(part);
        }
    }
    return parts;
}

void SpanRates::add(std::span<double> rates, std::size_t cell, std::size_t month,
                    double factor) const {
    const double count = m_expected[(cell * m_months.size()) + month] * factor;
    for (const Part& part : m_parts[(m_cells[cell].crime_type * m_months.size()) + month]) {
        rates[(cell * m_spans) + part.span] += count * part.share;
    }
}

/// True if two months count in the same spans.
bool SpanRates::count_alike(std::size_t crime_type, std::size_t month, std::size_t other) const {
    const std::vector<Part>& a = m_parts[(crime_type * m_months.size()) + month];
    const std::vector<Part>& b = m_parts[(crime_type * m_months.size()) + other];
    return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                      [](const Part& x, const Part& y) { return x.span == y.span; });
}

double SpanRates::part_of_one(std::size_t cell, std::size_t first, std::size_t end) const {
    double sum = 0;
    double squares = 0;
    for (std::size_t m = first; m < end; ++m) {
        const double count = m_expected[(cell * m_months.size()) + m];
        sum += count;
        squares += count * count;
    }
    return sum > 0 ? squares / (sum * sum) : 0;
}

std::vector<double> SpanRates::expected() const {
    std::vector<double> rates(m_cells.size() * m_spans, 0);
    for (std::size_t cell = 0; cell < m_cells.size(); ++cell) {
        for (std::size_t month = 0; month < m_months.size(); ++month) {
            add(rates, cell, month, 1);
        }
    }
    return rates;
}

std::vector<double> SpanRates::of_replicate(std::uint64_t seed, std::uint32_t replicate) const {
    const std::vector<std::vector<double>> of_year =
        factors_of_years(m_model, m_months, seed, replicate);
    std::vector<double> rates(m_cells.size() * m_spans, 0);
    const ZoneFactors& factors = *m_factors;
    std::vector<CommonFactors> common(m_months.size()); // of the cell's zone
    for (std::size_t cell = 0; cell < m_cells.size(); ++cell) {
        const auto [zone, type] = m_cells[cell];
        ZoneMonth at{.seed = seed, .replicate = replicate, .zone = zone};
        const bool same_zone = cell > 0 && m_cells[cell - 1].zone == zone;
        for (std::size_t m = 0; m < m_months.size() && !same_zone; ++m) {
            at.month = m_months[m];
            common[m] = m == 0 ? factors.common(at) : factors.common(at, common[m - 1]);
        }
        double zone_year = 1;
        double of_half_year = 1;
        for (std::size_t m = 0; m < m_months.size();) {
            at.month = m_months[m];
            if (m == 0 || common[m - 1].year_begin != common[m].year_begin) {
                zone_year = factors.of_year(at, type, common[m]);
            }
            if (m == 0 || common[m - 1].half_year_begin != common[m].half_year_begin) {
                of_half_year = factors.of_half_year(at, type, common[m], zone_year);
            }
            std::size_t end = m + 1;
            while (end < m_months.size() &&
                   common[end].half_year_begin == common[m].half_year_begin &&
                   count_alike(type, m, end)) {
                ++end;
            }
            const double own = factors.own_of_months(at, type, part_of_one(cell, m, end));
            for (; m < end; ++m) {
                add(rates, cell, m,
                    of_year[m][type] * of_half_year * own *
                        factors.shared_of_month(zone, type, common[m]));
            }
        }
    }
    return rates;
}

} // namespace crims
