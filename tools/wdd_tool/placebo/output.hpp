// SPDX-License-Identifier: MIT
#pragma once

#include <span>
#include <string>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "wdd_tool/placebo/families.hpp"
#include "wdd_tool/result/fields.hpp"

namespace wdd_tool {

/// One row a placebo, with what `wdd counts --input` needs to do its test again.
std::string placebos_csv(const StudyAreas& areas, std::span<const TestedFamily> families);

/// Writes one feature a placebo, with the area taken as treated, in the study's output CRS, styled.
/// The caller finishes and publishes.
class PlaceboLayer {
  public:
    PlaceboLayer(const toolkit::FeatureClassTarget& target, const StudyAreas& areas,
                 const RecordedParameters& parameters);

    void write(std::span<const TestedFamily> families);

    void finish() { m_writer.finish(); }

    void publish() { m_writer.publish(); }

  private:
    const StudyAreas& m_areas;
    RecordedParameters m_parameters;
    toolkit::FeatureClassWriter m_writer;
};

/// The distributions, each with all its z in ascending order.
nlohmann::ordered_json placebos_json(std::span<const TestedFamily> families);

} // namespace wdd_tool
