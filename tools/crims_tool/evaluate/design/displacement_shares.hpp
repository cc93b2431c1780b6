// SPDX-License-Identifier: MIT
#pragma once

#include <span>
#include <vector>

#include "crims/study.hpp"
#include "crims_tool/evaluate/design/zone_shares.hpp"

namespace crims_tool {

/// Where the displaced crimes of a study land, and where diffusion of benefit prevents crimes, at
/// the model's mean rates. Keeps nothing.
class DisplacementShares {
  public:
    /// `ring`: shares of each cell's crimes in the ring that crimes are displaced to, by the study
    /// zone that its parts lie in and, last, outside of all. `by_area`: of the ring's area.
    DisplacementShares(const crims::Model& model, const crims::Study& study,
                       std::span<const CellShares> ring, const crims::PerStudyZone& by_area);

    /// Shares for an effect of another size; `displaced` as crims::with_intervention takes it. With
    /// RingPlacement::crime a type without crimes in the ring goes to any crime there. Benefit
    /// diffuses within each crime type, as far as the ring has crimes of it.
    crims::PerStudyZone of(double size, double displaced) const;

  private:
    /// A crime type, during the treatment.
    struct Flow {
        double prevented = 0;              ///< by the scenario's own effect
        double in_ring = 0;                ///< crimes that an effect of 1 would reach
        crims::PerStudyZone in_zones = {}; ///< the same by the study zone they are in
    };

    crims::PerStudyZone to_crimes() const;
    crims::PerStudyZone diffused(double wanted) const;

    std::vector<Flow> m_flows; ///< one per crime type
    double m_prevented = 0;
    crims::PerStudyZone m_by_area;
    bool m_to_crimes;
};

} // namespace crims_tool
