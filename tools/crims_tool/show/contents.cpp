// SPDX-License-Identifier: MIT
#include "crims_tool/show/contents.hpp"

#include <algorithm>
#include <cmath>
#include <string_view>

#include <fmt/format.h>

#include "toolkit/layers/layer.hpp"

namespace crims_tool {

namespace {

/// The values of "note 001", "note 002", ...: keys are in order.
std::vector<std::string> numbered(const StoredModel& stored, const std::string& key) {
    std::vector<std::string> values;
    const std::string prefix = key + " ";
    for (auto entry = stored.metadata.lower_bound(prefix);
         entry != stored.metadata.end() && entry->first.starts_with(prefix); ++entry) {
        values.push_back(entry->second);
    }
    return values;
}

/// "2020-11.zip (SHA-256 0af3...)".
Source source_of(const std::string& text) {
    constexpr std::string_view mark = " (SHA-256 ";
    const std::size_t at = text.rfind(mark);
    if (at == std::string::npos || !text.ends_with(')')) {
        return {.name = text, .sha256 = {}};
    }
    const std::size_t begin = at + mark.size();
    return {.name = text.substr(0, at), .sha256 = text.substr(begin, text.size() - 1 - begin)};
}

bool is_flat(const crims::WeeklyRhythm& rhythm) {
    return std::all_of(rhythm.begin(), rhythm.end(), [&rhythm](double weight) {
        return std::abs(weight - rhythm.front()) < 1e-9;
    });
}

bool varies(const crims::Dispersion& dispersion) {
    return dispersion.year > 0 || dispersion.zone_year > 0 || dispersion.zone_half_year > 0 ||
           dispersion.zone_month > 0;
}

void add_offences(const crims::Model& model, std::vector<TypeContents>& types) {
    for (const crims::Offence& offence : model.offences) {
        TypeContents& type = types[offence.crime_type];
        ++type.offences;
        type.with_severity += std::isnan(offence.severity) ? 0U : 1U;
        type.with_rhythm += is_flat(offence.rhythm) ? 0U : 1U;
    }
}

void add_cells(const crims::Model& model, ModelContents& contents) {
    contents.zone_crimes_a_year.resize(model.zones.size());
    for (std::size_t zone = 0; zone < model.zones.size(); ++zone) {
        for (std::size_t t = 0; t < model.crime_types.size(); ++t) {
            const std::size_t cell = model.cell(zone, t);
            const double crimes = crims::crimes_a_year(model, cell);
            TypeContents& type = contents.types[t];
            type.crimes_a_year += crimes;
            type.suspects += crimes * model.suspect[cell];
            type.places += model.places_of(cell).size();
            contents.zone_crimes_a_year[zone] += crimes;
            contents.crimes_a_year += crimes;
        }
    }
    for (TypeContents& type : contents.types) {
        type.suspects = type.crimes_a_year > 0 ? type.suspects / type.crimes_a_year : 0;
    }
}

/// The names of the crime types for which something holds.
template<class Holds>
std::vector<std::string> types_that(const crims::Model& model,
                                    const std::vector<TypeContents>& types, Holds holds) {
    std::vector<std::string> names;
    for (std::size_t t = 0; t < types.size(); ++t) {
        if (holds(types[t])) {
            names.push_back(model.crime_types[t]);
        }
    }
    return names;
}

/// Says that something is lacking: for all crime types, or for those that are named.
void add_lack(std::vector<std::string>& lacks, const crims::Model& model,
              const std::vector<std::string>& types, const std::string& what,
              const std::string& consequence) {
    if (types.size() == model.crime_types.size()) {
        lacks.push_back(fmt::format("no {}: {}", what, consequence));
    } else if (!types.empty()) {
        lacks.push_back(fmt::format("no {} for {}: {}", what, toolkit::listed(types), consequence));
    }
}

void add_lacks_of_types(const crims::Model& model, ModelContents& contents) {
    const std::vector<TypeContents>& types = contents.types;
    add_lack(contents.lacks, model,
             types_that(model, types,
                        [](const TypeContents& type) {
                            return type.offences == 1 && type.with_severity == 0;
                        }),
             "offences", "the crime type is its only offence, of unknown severity");
    add_lack(
        contents.lacks, model,
        types_that(model, types, [](const TypeContents& type) { return type.with_rhythm == 0; }),
        "rhythm of the week", "crimes are spread evenly over the week and the day");
    add_lack(contents.lacks, model,
             types_that(model, types, [](const TypeContents& type) { return type.suspects == 0; }),
             "suspects", "a suspect is never identified");
}

void add_lacks(const crims::Model& model, ModelContents& contents) {
    std::vector<std::string>& lacks = contents.lacks;
    if (!contents.has_polygons) {
        lacks.emplace_back(
            "no zone polygons: crimes can be placed where others were recorded, but not anywhere in a zone");
    }
    if (model.places.empty()) {
        lacks.emplace_back("no places where crimes were recorded");
    }
    if (std::all_of(model.trends.begin(), model.trends.end(),
                    [](const crims::Trend& trend) { return trend.per_year == 0; })) {
        lacks.emplace_back("no trend: rates are the same in every year");
    }
    if (std::none_of(contents.types.begin(), contents.types.end(),
                     [](const TypeContents& type) { return type.varies; })) {
        lacks.emplace_back("no variation beyond Poisson, so evaluations look better than they are");
    }
    add_lacks_of_types(model, contents);
    if (!model.data) {
        lacks.emplace_back(
            "no months of the data: nothing tells how far a simulation is from them");
    }
}

} // namespace

std::string noted(const StoredModel& stored, const std::string& key) {
    const auto entry = stored.metadata.find(key);
    return entry == stored.metadata.end() ? "" : entry->second;
}

ModelContents contents_of(const StoredModel& stored) {
    const crims::Model& model = stored.model;
    ModelContents contents;
    contents.types.resize(model.crime_types.size());
    contents.has_polygons = !model.triangles.empty();
    add_offences(model, contents.types);
    add_cells(model, contents);
    for (std::size_t t = 0; t < contents.types.size(); ++t) {
        contents.types[t].varies = varies(model.dispersion[t]);
    }
    add_lacks(model, contents);
    contents.notes = numbered(stored, "note");
    contents.warnings = numbered(stored, "warning");
    for (const std::string& source : numbered(stored, "source")) {
        contents.sources.push_back(source_of(source));
    }
    return contents;
}

} // namespace crims_tool
