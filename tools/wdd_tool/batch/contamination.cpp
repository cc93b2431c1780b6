// SPDX-License-Identifier: MIT
#include "wdd_tool/batch/contamination.hpp"

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <utility>

#include <fmt/format.h>

#include "toolkit/text/name_list.hpp"
#include "wdd/ring_geometry.hpp"

namespace wdd_tool {

namespace {

/// Response areas with their rings, each drawn when it is first needed, and what lies in which
/// control area, found out once for those that share one.
class Surroundings {
  public:
    explicit Surroundings(const std::vector<EachArea>& areas)
        : m_areas(areas), m_drawn(areas.size()) {}

    bool lies_in(std::size_t response, const wdd::Area& control) {
        const StudyAreas& areas = *m_areas[response].areas;
        if (!areas.response.box().grown(areas.distance).meets(control.box())) {
            return false;
        }
        const auto [known, is_new] = m_known.try_emplace({response, &control.geometry()}, false);
        if (is_new) {
            if (!m_drawn[response]) {
                m_drawn[response] = wdd::surrounded(areas.response, areas.distance);
            }
            known->second = wdd::shared_area(*m_drawn[response], control) > 0;
        }
        return known->second;
    }

  private:
    const std::vector<EachArea>& m_areas;
    std::vector<std::optional<wdd::Area>> m_drawn;
    std::map<std::pair<std::size_t, const wdd::GeosGeometry*>, bool> m_known;
};

} // namespace

void warn_of_treated_controls(const std::vector<EachArea>& areas, wdd::Batch& batch) {
    Surroundings surroundings(areas);
    for (std::size_t i = 0; i < areas.size(); ++i) {
        if (!batch.areas[i].evaluation) {
            continue;
        }
        const wdd::StudyPeriods& compared = *batch.areas[i].evaluation->periods;
        std::vector<std::string> treated;
        for (std::size_t other = 0; other < areas.size(); ++other) {
            if (other == i || !areas[other].areas) {
                continue;
            }
            const wdd::Period& treatment = areas[other].areas->treatment;
            const bool meanwhile =
                wdd::overlap(treatment, compared.pre) || wdd::overlap(treatment, compared.post);
            if (meanwhile && surroundings.lies_in(other, areas[i].areas->control)) {
                treated.push_back(areas[other].name);
            }
        }
        if (!treated.empty()) {
            batch.areas[i].warnings.push_back(fmt::format(
                "Part of its control area was treated meanwhile: there {} the response area or ring of {}. Use a control area where nothing was done, or leave that part out of it.",
                treated.size() == 1 ? "lies" : "lie", toolkit::name_list(treated)));
        }
    }
}

} // namespace wdd_tool
