// SPDX-License-Identifier: MIT
#include "crims/study.hpp"

#include <algorithm>
#include <cmath>
#include <stdexcept>

#include "simulation/day_shares.hpp"
#include "simulation/gamma_factors.hpp"
#include "simulation/poisson.hpp"

namespace crims {

namespace {

constexpr std::size_t treated = static_cast<std::size_t>(StudyZone::treated);

void require_cells(const Model& model, const std::vector<StudyCell>& cells) {
    for (const StudyCell& cell : cells) {
        if (cell.zone >= model.zones.size() || cell.crime_type >= model.crime_types.size()) {
            throw std::invalid_argument("a cell of the study is not one of the model's");
        }
    }
}

} // namespace

StudyProcess::StudyProcess(const Model& model, const Study& study)
    : m_model(model), m_cells(study.cells), m_factors(std::make_shared<ZoneFactors>(model)) {
    require_cells(model, m_cells);
    check(study.intervention);
    if (study.intervention.effect.size() != model.crime_types.size()) {
        throw std::invalid_argument(
            "the intervention has " + std::to_string(study.intervention.effect.size()) +
            " effects for " + std::to_string(model.crime_types.size()) + " crime types");
    }
    add_months(study);
}

void StudyProcess::add_months(const Study& study) {
    const Month last = month_of(std::max(study.pre.end, study.post.end));
    for (Month month = month_of(std::min(study.pre.start, study.post.start)); month <= last;
         month += std::chrono::months(1)) {
        const StudyPeriod whole{first_day(month),
                                first_day(month + std::chrono::months(1)) - std::chrono::days(1)};
        const auto meets = [&whole](const StudyPeriod& period) {
            return period.start <= whole.end && whole.start <= period.end;
        };
        if ((meets(study.pre) || meets(study.post)) &&
            std::find(study.missing.begin(), study.missing.end(), month) == study.missing.end()) {
            m_months.push_back(month);
        }
    }
    const std::size_t types = m_model.crime_types.size();
    std::vector<Part> of_type; // of one expected crime
    for (std::size_t type = 0; type < types; ++type) {
        for (const Month month : m_months) {
            of_type.push_back(part_of_month(study, type, month));
        }
    }
    for (const StudyCell& cell : m_cells) {
        for (std::size_t m = 0; m < m_months.size(); ++m) {
            Part part = of_type[(cell.crime_type * m_months.size()) + m];
            const double count =
                study.recorded * expected_count(m_model, cell.zone, cell.crime_type, m_months[m]);
            part.pre *= count;
            part.post *= count;
            part.prevented_pre *= count;
            part.prevented_post *= count;
            m_parts.push_back(part);
        }
    }
}

StudyProcess::Part StudyProcess::part_of_month(const Study& study, std::size_t crime_type,
                                               Month month) const {
    Part part;
    std::chrono::sys_days day = first_day(month);
    for (const double probability : day_shares(m_model, crime_type, month)) {
        const double prevented = probability * prevention(study.intervention, crime_type, day);
        if (study.pre.contains(day)) {
            part.pre += probability;
            part.prevented_pre += prevented;
        }
        if (study.post.contains(day)) {
            part.post += probability;
            part.prevented_post += prevented;
        }
        day += std::chrono::days(1);
    }
    return part;
}

void StudyProcess::add(StudyMeans& means, const StudyCell& cell, const Part& part, double factor) {
    for (std::size_t zone = 0; zone < study_zones; ++zone) {
        means.pre[zone] += cell.share[zone] * part.pre * factor;
        means.post[zone] += cell.share[zone] * part.post * factor;
    }
    means.prevented_pre += cell.share[treated] * part.prevented_pre * factor;
    means.prevented_post += cell.share[treated] * part.prevented_post * factor;
}

StudyMeans StudyProcess::expected() const {
    StudyMeans means;
    for (std::size_t c = 0; c < m_cells.size(); ++c) {
        for (std::size_t m = 0; m < m_months.size(); ++m) {
            add(means, m_cells[c], m_parts[(c * m_months.size()) + m], 1);
        }
    }
    return means;
}

StudyMeans StudyProcess::means(std::uint64_t seed, std::uint32_t replicate) const {
    std::vector<std::vector<double>> of_year; // one per month, of each crime type
    for (const Month month : m_months) {
        const bool same_year =
            !of_year.empty() && m_months[of_year.size() - 1].year() == month.year();
        of_year.push_back(same_year ? of_year.back()
                                    : year_factors(m_model, month, seed, replicate));
    }
    StudyMeans means;
    const ZoneFactors& factors = *m_factors;
    std::vector<CommonFactors> common(m_months.size()); // of the cell's zone
    for (std::size_t c = 0; c < m_cells.size(); ++c) {
        const StudyCell& cell = m_cells[c];
        ZoneMonth at{.seed = seed, .replicate = replicate, .zone = cell.zone};
        const bool same_zone = c > 0 && m_cells[c - 1].zone == cell.zone;
        double zone_half_year = 1;
        for (std::size_t m = 0; m < m_months.size(); ++m) {
            at.month = m_months[m];
            if (!same_zone) {
                common[m] = m == 0 ? factors.common(at) : factors.common(at, common[m - 1]);
            }
            if (m == 0 || common[m - 1].half_year_begin != common[m].half_year_begin) {
                zone_half_year = factors.of_half_year(at, cell.crime_type, common[m]);
            }
            const double zone_month = factors.of_month(at, cell.crime_type, common[m]);
            add(means, cell, m_parts[(c * m_months.size()) + m],
                of_year[m][cell.crime_type] * zone_half_year * zone_month);
        }
    }
    return means;
}

StudyMeans with_intervention(const StudyMeans& means, double size, double displaced,
                             const PerStudyZone& displaced_to) {
    StudyMeans changed = means;
    const auto apply = [&](PerStudyZone& counts, double prevented) {
        counts[treated] -= prevented;
        for (std::size_t zone = 0; zone < study_zones; ++zone) {
            counts[zone] =
                std::max(0.0, counts[zone] + (displaced * prevented * displaced_to[zone]));
        }
    };
    changed.prevented_pre *= size;
    changed.prevented_post *= size;
    apply(changed.pre, changed.prevented_pre);
    apply(changed.post, changed.prevented_post);
    return changed;
}

double true_effect(const StudyMeans& without, const StudyMeans& with) {
    constexpr PerStudyZone sign = {1, -1, 1, -1};
    double effect = 0;
    for (std::size_t zone = 0; zone < study_zones; ++zone) {
        effect += sign[zone] *
                  ((with.post[zone] - without.post[zone]) - (with.pre[zone] - without.pre[zone]));
    }
    return effect;
}

std::uint32_t draw_count(double mean, const CountKey& key) {
    Stream stream({.seed = key.seed,
                   .replicate = key.replicate,
                   .zone = key.number,
                   .offence = key.variant,
                   .purpose = Purpose::study_count});
    return poisson(std::max(mean, 0.0), stream);
}

StudyCounts draw_counts(const StudyMeans& means, std::uint64_t seed, std::uint32_t replicate,
                        std::uint32_t variant) {
    StudyCounts counts;
    const auto draw = [&](double mean, std::size_t which) {
        return draw_count(mean, {.seed = seed,
                                 .replicate = replicate,
                                 .number = static_cast<std::uint32_t>(which),
                                 .variant = variant});
    };
    for (std::size_t zone = 0; zone < study_zones; ++zone) {
        counts.pre[zone] = draw(means.pre[zone], zone);
        counts.post[zone] = draw(means.post[zone], study_zones + zone);
    }
    return counts;
}

} // namespace crims
