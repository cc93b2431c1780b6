// SPDX-License-Identifier: MIT
#include "crims_tool/evaluate/engine/counts.hpp"

#include <algorithm>
#include <memory>
#include <vector>

namespace crims_tool {

namespace {

bool varies(const crims::Model& model) {
    return std::any_of(model.dispersion.begin(), model.dispersion.end(),
                       [](const crims::Dispersion& dispersion) {
                           return dispersion.year > 0 || dispersion.zone_year > 0 ||
                                  dispersion.zone_half_year > 0 || dispersion.zone_month > 0;
                       });
}

class CountsRoute {
  public:
    CountsRoute(const crims::Model& model, const EvaluationDesign& design,
                const EvaluationPlan& plan)
        : m_design(design), m_seed(plan.seed), m_varies(plan.dispersion && varies(model)) {
        for (const EvaluationStudy& study : design.studies) {
            m_processes.emplace_back(model, study.study);
            m_expected.push_back(m_processes.back().expected());
        }
    }

    void count(std::uint32_t replicate, std::span<crims::StudyCounts> counts) const {
        std::vector<crims::StudyMeans> means = m_expected;
        for (std::size_t study = 0; m_varies && study < means.size(); ++study) {
            means[study] = m_processes[study].means(m_seed, replicate);
        }
        for (std::size_t c = 0; c < counts.size(); ++c) {
            const Combination& combination = m_design.combinations[c];
            counts[c] = crims::draw_counts(
                crims::with_intervention(means[combination.study], m_design.size(combination),
                                         combination.displaced, combination.displaced_to),
                m_seed, replicate, static_cast<std::uint32_t>(c));
        }
    }

  private:
    const EvaluationDesign& m_design;
    std::uint64_t m_seed;
    bool m_varies;
    std::vector<crims::StudyProcess> m_processes;
    std::vector<crims::StudyMeans> m_expected;
};

} // namespace

ReplicateCounter counts_route(const crims::Model& model, const EvaluationDesign& design,
                              const EvaluationPlan& plan) {
    const auto route = std::make_shared<const CountsRoute>(model, design, plan);
    return [route](std::uint32_t replicate, std::span<crims::StudyCounts> counts) {
        route->count(replicate, counts);
    };
}

} // namespace crims_tool
