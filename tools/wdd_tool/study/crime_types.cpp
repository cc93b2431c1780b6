// SPDX-License-Identifier: MIT
#include "wdd_tool/study/crime_types.hpp"

#include <algorithm>
#include <cmath>
#include <optional>
#include <stdexcept>
#include <utility>

#include <fmt/format.h>

#include "toolkit/files/csv_reader.hpp"
#include "toolkit/layers/layer.hpp"
#include "toolkit/text/blanks.hpp"
#include "toolkit/text/errors.hpp"
#include "toolkit/text/lower_case.hpp"
#include "toolkit/text/number.hpp"

namespace wdd_tool {

namespace {

using toolkit::DataError;
using toolkit::OptionType;

std::string key_of(std::string_view type) {
    return toolkit::lower_case(std::string(toolkit::trimmed(type)));
}

std::size_t column_of(const std::string& path, const std::vector<std::string>& header,
                      const char* name) {
    const auto found = std::ranges::find_if(
        header, [name](const std::string& cell) { return key_of(cell) == name; });
    if (found == header.end()) {
        throw DataError(
            fmt::format("{}: there is no column '{}' (⟨--weights⟩); its columns are: {}", path,
                        name, toolkit::listed(header)));
    }
    return static_cast<std::size_t>(found - header.begin());
}

double weight_in(const std::string& where, std::string_view text) {
    const std::optional<double> weight = toolkit::read_number(text);
    if (!weight || !std::isfinite(*weight) || *weight < 0) {
        throw DataError(
            fmt::format("{}, column weight: '{}' is not a number of 0 or more", where, text));
    }
    return *weight;
}

bool has_incidents(const wdd::Counts& counts) {
    return counts != wdd::Counts{};
}

} // namespace

void declare_types(toolkit::OptionList& options, StudyOptions& study, std::string& weights) {
    options.group("Crime types");
    options.add(
        {.name = "--type-field",
         .type = OptionType::field,
         .value = "FIELD",
         .help =
             "Field of the incidents with their crime type: each type is also tested by itself. Of a download of data.police.uk: \"Crime type\".",
         .parent = "--incidents"},
        &study.incidents.type_field);
    options.add(
        {.name = "--weights",
         .type = OptionType::file,
         .value = "FILE",
         .help =
             "CSV with the columns type and weight: the harm of one incident of each type, such as the severity scores of the Office for National Statistics or the Cambridge Crime Harm Index. Adds the estimate weighted by harm.",
         .goes_with = {"--type-field"}},
        &weights);
}

void check_types(const StudyOptions& study, const std::string& weights) {
    if (!weights.empty() && study.incidents.type_field.empty()) {
        throw toolkit::UsageError(
            "⟨--weights⟩ needs ⟨--type-field⟩: the field of the incidents with their crime type");
    }
}

WeightTable::WeightTable(const std::string& path) : m_path(path) {
    if (path.empty()) {
        return;
    }
    toolkit::CsvReader reader(path, path);
    if (!reader.next()) {
        throw DataError(fmt::format("{}: it is empty; write a line 'type,weight' first", path));
    }
    const std::vector<std::string> header = reader.cells();
    const std::size_t type = column_of(path, header, "type");
    const std::size_t weight = column_of(path, header, "weight");
    for (int row = 1; reader.next(); ++row) {
        const std::string where = fmt::format("{}: row {}", path, row);
        if (reader.size() <= std::max(type, weight)) {
            throw DataError(fmt::format("{} has only {} cells", where, reader.size()));
        }
        const std::string name(toolkit::trimmed(reader.cell(type)));
        if (!m_weights.emplace(key_of(name), weight_in(where, reader.cell(weight))).second) {
            throw DataError(fmt::format("{}: the type '{}' is there twice", where, name));
        }
    }
}

TypeWeights WeightTable::of(const std::vector<std::string>& types) const {
    TypeWeights weights(types.size());
    bool any = false;
    for (std::size_t i = 0; i < types.size(); ++i) {
        const auto found = m_weights.find(key_of(types[i]));
        if (!types[i].empty() && found != m_weights.end()) {
            weights[i] = found->second;
            any = true;
        }
    }
    if (is_given() && !any) {
        throw DataError(fmt::format(
            "{}: no incident in or around the areas has a type of this table (⟨--weights⟩); the "
            "incidents have: {}",
            m_path, toolkit::listed({types.begin() + 1, types.end()})));
    }
    return weights;
}

wdd::TypesFinding evaluate_types(const CountedStudies& studies, std::size_t study,
                                 const wdd::Evaluation& evaluation, const WeightTable& weights) {
    const std::vector<std::string>& names = studies.types();
    const TypeWeights of_types = weights.of(names);
    const double confidence = evaluation.statistic.confidence;
    std::vector<wdd::TypeResult> types;
    types.reserve(names.size());
    for (std::size_t i = 0; i < names.size(); ++i) {
        const wdd::Counts counts = studies.of_type(study, i, evaluation);
        if (has_incidents(counts)) {
            types.push_back(
                {.type = names[i],
                 .counts = counts,
                 .statistic = over_the_treatment(
                     wdd::weighted_displacement_difference(counts, evaluation.weights, confidence),
                     evaluation.weights.time),
                 .weight = of_types[i]});
        }
    }
    std::ranges::sort(types, {}, &wdd::TypeResult::type);
    try {
        return wdd::types_finding(std::move(types), weights.is_given(), confidence);
    } catch (const std::domain_error& error) {
        throw DataError(fmt::format("⟨--weights⟩: {}", error.what()));
    }
}

} // namespace wdd_tool
