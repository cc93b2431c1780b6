// SPDX-License-Identifier: MIT
#include "wdd_tool/result/fields.hpp"

#include <algorithm>
#include <cctype>
#include <cstdint>
#include <limits>
#include <memory>
#include <utility>

#include <fmt/format.h>
#include <ogr_feature.h>

#include "toolkit/command/made_by.hpp"

namespace wdd_tool {

namespace {

using toolkit::OptionType;
using toolkit::RecordedParameter;

std::string field_name(const RecordedParameter& parameter) {
    std::string name = "run_" + parameter.name; // START, END and WHERE are words of SQL
    std::transform(name.begin(), name.end(), name.begin(), [](char c) {
        return static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
    });
    return name;
}

/// A whole number that no field of 64 bits with a sign holds is a text.
bool is_too_large(const RecordedParameter& parameter) {
    const auto* whole = std::get_if<std::uint64_t>(&parameter.value);
    return whole != nullptr && *whole > std::numeric_limits<std::int64_t>::max();
}

std::unique_ptr<OGRFieldDefn> field_definition(const RecordedParameter& parameter) {
    OGRFieldType type = OFTString;
    if (parameter.type == OptionType::number) {
        type = OFTReal;
    } else if (parameter.type == OptionType::integer && !is_too_large(parameter)) {
        type = OFTInteger64;
    } else if (parameter.type == OptionType::flag) {
        type = OFTInteger;
    }
    auto field = std::make_unique<OGRFieldDefn>(field_name(parameter).c_str(), type);
    if (parameter.type == OptionType::flag) {
        field->SetSubType(OFSTBoolean);
    }
    return field;
}

} // namespace

RecordedParameters with_version(RecordedParameters parameters) {
    parameters.push_back({"version", CRIMEKIT_VERSION});
    return parameters;
}

toolkit::LayerDescription described(std::string title, std::string_view command,
                                    const RecordedParameters& parameters) {
    return toolkit::made_by(
        std::move(title), fmt::format("{} of crimekit {}", command, CRIMEKIT_VERSION), parameters);
}

std::string with_hidden_parameters(std::string_view qml, const RecordedParameters& parameters) {
    constexpr std::string_view start = "<fieldConfiguration>";
    std::string fields(start);
    for (const RecordedParameter& parameter : parameters) {
        fields += fmt::format(R"(<field name="{}"><editWidget type="Hidden" /></field>)",
                              field_name(parameter));
    }
    constexpr std::string_view no_columns = "<columns />";
    std::string columns = "<columns>";
    for (const RecordedParameter& parameter : parameters) {
        columns +=
            fmt::format(R"(<column type="field" name="{}" hidden="1" />)", field_name(parameter));
    }
    columns += "</columns>";
    std::string result(qml);
    result.replace(result.find(no_columns), no_columns.size(), columns);
    return result.replace(result.find(start), start.size(), fields);
}

std::unique_ptr<toolkit::FeatureSink> result_writer(const toolkit::FeatureTarget& target,
                                                    const toolkit::Crs& crs,
                                                    std::span<const FieldSpec> fields,
                                                    const RecordedParameters& parameters) {
    std::vector<std::unique_ptr<OGRFieldDefn>> definitions;
    definitions.reserve(fields.size() + parameters.size());
    for (const FieldSpec& field : fields) {
        definitions.push_back(std::make_unique<OGRFieldDefn>(field.name, field.type));
    }
    for (const RecordedParameter& parameter : parameters) {
        definitions.push_back(field_definition(parameter));
    }
    std::vector<OGRFieldDefn*> pointers;
    pointers.reserve(definitions.size());
    for (const auto& definition : definitions) {
        pointers.push_back(definition.get());
    }
    return toolkit::open_feature_sink(target,
                                      {.crs = crs, .type = wkbMultiPolygon, .fields = pointers});
}

void set_parameters(OGRFeature& feature, const RecordedParameters& parameters) {
    for (const RecordedParameter& parameter : parameters) {
        const std::string name = field_name(parameter);
        if (const auto* flag = std::get_if<bool>(&parameter.value)) {
            feature.SetField(name.c_str(), *flag ? 1 : 0);
        } else if (const auto* number = std::get_if<double>(&parameter.value)) {
            feature.SetField(name.c_str(), *number);
        } else if (!std::holds_alternative<std::monostate>(parameter.value)) {
            feature.SetField(name.c_str(), toolkit::recorded_text(parameter.value).c_str());
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
