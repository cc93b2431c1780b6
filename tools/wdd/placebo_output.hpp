// SPDX-License-Identifier: MIT
#pragma once

#include <span>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "placebo_families.hpp"
#include "result_fields.hpp"

namespace wdd_tool {

/// One row a placebo, with what `wdd counts --input` needs to do its test again.
std::string placebos_csv(const StudyAreas& areas, std::span<const TestedFamily> families);

/// One feature a placebo, with the area taken as treated. The caller finishes and publishes.
void write_placebos(toolkit::FeatureClassWriter& writer, const StudyAreas& areas,
                    std::span<const TestedFamily> families,
                    const std::vector<ResultParameter>& parameters);

/// A layer with the fields of `write_placebos`, in the study's output CRS.
std::unique_ptr<toolkit::FeatureClassWriter>
placebo_writer(const toolkit::FeatureClassTarget& target, const StudyAreas& areas,
               const std::vector<ResultParameter>& parameters);

/// The distributions, each with all its z in ascending order.
nlohmann::ordered_json placebos_json(std::span<const TestedFamily> families);

} // namespace wdd_tool
