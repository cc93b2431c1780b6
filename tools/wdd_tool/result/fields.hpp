// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "toolkit/command/recorded_parameters.hpp"
#include "toolkit/features/feature_sink.hpp"
#include "toolkit/geopackage/layer_description.hpp"

namespace wdd_tool {

/// What a result keeps of its run: the options that shape it, and the version. In the JSON under
/// their names, in the layer as RUN_NAME.
using toolkit::RecordedParameters;
RecordedParameters with_version(RecordedParameters parameters);

/// What a layer of a command says of itself: its title and how it was made.
toolkit::LayerDescription described(std::string title, std::string_view command,
                                    const RecordedParameters& parameters);

/// The style with the fields of the parameters hidden, in the table and in the form: the layer's
/// metadata have the same in order.
std::string with_hidden_parameters(std::string_view qml, const RecordedParameters& parameters);

/// A field of a result layer.
struct FieldSpec {
    const char* name;
    OGRFieldType type;
};

/// A writer of multipolygons with the fields of a result, and after them one for each parameter,
/// of its type.
std::unique_ptr<toolkit::FeatureSink> result_writer(const toolkit::FeatureTarget& target,
                                                    const toolkit::Crs& crs,
                                                    std::span<const FieldSpec> fields,
                                                    const RecordedParameters& parameters);

/// Sets the fields of the parameters; those without a value stay null.
void set_parameters(OGRFeature& feature, const RecordedParameters& parameters);

void set_date(OGRFeature& feature, const char* field, std::chrono::sys_days day);

/// Sets a number; one that is undefined stays null.
void set_number(OGRFeature& feature, const char* field, const std::optional<double>& value);

} // namespace wdd_tool
