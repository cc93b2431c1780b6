// SPDX-License-Identifier: MIT
#include "wdd_tool/result/fields.hpp"

#include <algorithm>
#include <cctype>
#include <memory>

#include <ogr_feature.h>

namespace wdd_tool {

namespace {

std::string field_name(const ResultParameter& parameter) {
    std::string name = "run_" + parameter.name; // START, END and WHERE are words of SQL
    std::transform(name.begin(), name.end(), name.begin(), [](char c) {
        return static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
    });
    return name;
}

} // namespace

toolkit::FeatureClassWriter result_writer(const toolkit::FeatureClassTarget& target,
                                          const toolkit::Crs& crs,
                                          std::span<const FieldSpec> fields,
                                          const std::vector<ResultParameter>& parameters) {
    std::vector<std::unique_ptr<OGRFieldDefn>> definitions;
    definitions.reserve(fields.size() + parameters.size());
    for (const FieldSpec& field : fields) {
        definitions.push_back(std::make_unique<OGRFieldDefn>(field.name, field.type));
    }
    for (const ResultParameter& parameter : parameters) {
        definitions.push_back(
            std::make_unique<OGRFieldDefn>(field_name(parameter).c_str(), OFTString));
    }
    std::vector<OGRFieldDefn*> pointers;
    pointers.reserve(definitions.size());
    for (const auto& definition : definitions) {
        pointers.push_back(definition.get());
    }
    return {target, crs, wkbMultiPolygon, pointers};
}

void set_parameters(OGRFeature& feature, const std::vector<ResultParameter>& parameters) {
    for (const ResultParameter& parameter : parameters) {
        if (!parameter.value.empty()) {
            feature.SetField(field_name(parameter).c_str(), parameter.value.c_str());
        }
    }
}

void set_date(OGRFeature& feature, const char* field, std::chrono::sys_days day) {
    const std::chrono::year_month_day date(day);
    feature.SetField(feature.GetFieldIndex(field), static_cast<int>(date.year()),
                     static_cast<int>(static_cast<unsigned>(date.month())),
                     static_cast<int>(static_cast<unsigned>(date.day())), 0, 0, 0.0F, 0);
}

void set_number(OGRFeature& feature, const char* field, const std::optional<double>& value) {
    if (value) {
        feature.SetField(field, *value);
    }
}

} // namespace wdd_tool
