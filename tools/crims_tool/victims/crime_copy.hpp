// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>

#include "crims_tool/victims/risks.hpp"
#include "toolkit/command/console.hpp"
#include "toolkit/features/feature_sink.hpp"
#include "toolkit/layers/layer.hpp"

namespace crims_tool {

/// What victims are drawn from, and with which random numbers.
struct VictimDraw {
    const ZonePeople& people;
    const std::map<std::string, crims::VictimRisk>& risks; ///< by offence in lower case
    std::uint64_t seed = 1;
    std::string zone_field;
};

/// Crimes by what became of them.
struct VictimCounts {
    std::int64_t crimes = 0;
    std::int64_t victims = 0;
    std::int64_t not_personal =
        0; ///< no risk for the offence, or a crime without a personal victim
    std::int64_t unknown_zone = 0;                     ///< the population has no such zone
    std::int64_t nobody_at_risk = 0;                   ///< nobody in the zone
    std::map<std::string, std::int64_t> by_crime_type; ///< victims
};

/// Copies crimes with the fields victim (the person's number), victim_sex, victim_age and
/// victim_ethnicity, empty for a crime without one. What the population does not tell has no field.
/// The copy is complete and not yet seen. Throws toolkit::DataError.
std::unique_ptr<toolkit::FeatureSink> copy_with_victims(
    const toolkit::Layer& crimes, const VictimDraw& draw, const toolkit::FeatureTarget& target,
    const toolkit::LayerDescription& description, toolkit::Console& console, VictimCounts& counts);

} // namespace crims_tool
