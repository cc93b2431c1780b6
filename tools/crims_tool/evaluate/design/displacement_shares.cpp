// SPDX-License-Identifier: MIT
#include "crims_tool/evaluate/design/displacement_shares.hpp"

#include <algorithm>

namespace crims_tool {

using crims::PerStudyZone;

namespace {

constexpr std::size_t treated_zone = static_cast<std::size_t>(crims::StudyZone::treated);

/// A study of some cells of one crime type under a full effect.
crims::StudyMeans means_of(const crims::Model& model, crims::Study study, std::size_t type,
                           std::vector<crims::StudyCell> cells) {
    study.cells = std::move(cells);
    std::fill(study.intervention.effect.begin(), study.intervention.effect.end(), 0);
    study.intervention.effect[type] = 1;
    return crims::StudyProcess(model, study).expected();
}

double sum(const std::vector<double>& values) {
    double total = 0;
    for (const double value : values) {
        total += value;
    }
    return total;
}

} // namespace

DisplacementShares::DisplacementShares(const crims::Model& model, const crims::Study& study,
                                       std::span<const CellShares> ring,
                                       const PerStudyZone& by_area)
    : m_by_area(by_area),
      m_to_crimes(study.intervention.ring_placement == crims::RingPlacement::crime) {
    for (std::size_t type = 0; type < model.crime_types.size(); ++type) {
        std::vector<crims::StudyCell> area;
        std::copy_if(study.cells.begin(), study.cells.end(), std::back_inserter(area),
                     [type](const crims::StudyCell& cell) { return cell.crime_type == type; });
        // The days on which the effect is strong weigh more: what "prevented" counts.
        std::vector<std::vector<crims::StudyCell>> parts(crims::study_zones + 1);
        for (const CellShares& cell : ring) {
            for (std::size_t part = 0; cell.crime_type == type && part < parts.size(); ++part) {
                crims::StudyCell in_part{.zone = cell.zone, .crime_type = type};
                in_part.share[treated_zone] =
                    part < crims::study_zones ? cell.share[part] : sum(cell.share);
                parts[part].push_back(in_part);
            }
        }
        Flow& flow = m_flows.emplace_back();
        const double effect = study.intervention.effect.at(type);
        flow.prevented = effect * means_of(model, study, type, area).prevented_post;
        for (std::size_t zone = 0; zone < crims::study_zones; ++zone) {
            flow.in_zones.at(zone) = means_of(model, study, type, parts[zone]).prevented_post;
        }
        flow.in_ring = means_of(model, study, type, parts.back()).prevented_post;
        m_prevented += flow.prevented;
    }
}

PerStudyZone DisplacementShares::of(double size, double displaced) const {
    if (displaced < 0) {
        return diffused(-displaced * size);
    }
    return m_to_crimes ? to_crimes() : m_by_area;
}

PerStudyZone DisplacementShares::to_crimes() const {
    Flow all;
    for (const Flow& flow : m_flows) {
        all.in_ring += flow.in_ring;
        for (std::size_t zone = 0; zone < crims::study_zones; ++zone) {
            all.in_zones.at(zone) += flow.in_zones.at(zone);
        }
    }
    if (all.in_ring <= 0) {
        return m_by_area; // no crime shows the way: anywhere, as the injection does it
    }
    PerStudyZone shares = {};
    for (const Flow& flow : m_flows) {
        const Flow& to = flow.in_ring > 0 ? flow : all;
        for (std::size_t zone = 0; m_prevented > 0 && zone < crims::study_zones; ++zone) {
            shares.at(zone) += flow.prevented / m_prevented * to.in_zones.at(zone) / to.in_ring;
        }
    }
    return shares;
}

PerStudyZone DisplacementShares::diffused(double wanted) const {
    PerStudyZone shares = {};
    for (const Flow& flow : m_flows) {
        if (flow.in_ring <= 0 || flow.prevented <= 0 || wanted <= 0) {
            continue;
        }
        const double possible = std::min(wanted * flow.prevented, flow.in_ring);
        for (std::size_t zone = 0; zone < crims::study_zones; ++zone) {
            shares.at(zone) +=
                possible / (wanted * m_prevented) * flow.in_zones.at(zone) / flow.in_ring;
        }
    }
    return shares;
}

} // namespace crims_tool
