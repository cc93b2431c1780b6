// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "toolkit/geopackage/feature_class_writer.hpp"

namespace wdd_tool {

/// A parameter of the run, kept with the result.
struct ResultParameter {
    std::string name; ///< as in the JSON; the field is RUN_NAME
    std::string value;
};

/// A field of a result layer.
struct FieldSpec {
    const char* name;
    OGRFieldType type;
};

/// A writer of multipolygons with the fields of a result, and after them one for each parameter.
toolkit::FeatureClassWriter result_writer(const toolkit::FeatureClassTarget& target,
                                          const toolkit::Crs& crs,
                                          std::span<const FieldSpec> fields,
                                          const std::vector<ResultParameter>& parameters);

/// Sets the fields of the parameters; those without a value stay null.
void set_parameters(OGRFeature& feature, const std::vector<ResultParameter>& parameters);

void set_date(OGRFeature& feature, const char* field, std::chrono::sys_days day);

/// Sets a number; one that is undefined stays null.
void set_number(OGRFeature& feature, const char* field, const std::optional<double>& value);

} // namespace wdd_tool
