// SPDX-License-Identifier: MIT
#include "calibration_report.hpp"

#include <algorithm>
#include <cmath>
#include <iterator>

#include <fmt/format.h>

#include "common/layer.hpp"
#include "month_range.hpp"
#include "plain_numbers.hpp"

namespace crims_tool {

namespace {

std::vector<std::string> month_texts(const std::vector<crims::Month>& months) {
    std::vector<std::string> texts;
    std::transform(months.begin(), months.end(), std::back_inserter(texts), month_text);
    return texts;
}

std::string zone_text(const Calibration& c) {
    const AssignmentCounts& a = c.assignment;
    std::string text = fmt::format("{} crimes have a zone ({} by their LSOA, {} by their place)",
                                   grouped_number(a.located()), grouped_number(a.by_lsoa),
                                   grouped_number(a.by_point));
    if (a.unlocated() > 0) {
        text += fmt::format("; {} have none and were spread in proportion ({} without LSOA and "
                            "coordinates, {} outside the zones, {} with an LSOA that the lookup "
                            "does not know)",
                            grouped_number(a.unlocated()), grouped_number(a.no_place),
                            grouped_number(a.outside), grouped_number(a.unknown_lsoa));
    }
    return text + ".\n";
}

std::string type_table(const Calibration& c) {
    std::size_t width = 0;
    for (const TypeTotal& type : c.crime_types) {
        width = std::max(width, type.crime_type.size());
    }
    constexpr std::size_t months_a_year = 12;
    const crims::Model& model = c.stored.model;
    std::string text = fmt::format("\n{:{}}  {:>10}  {:>10}  {:>12}  {:>8}\n", "crime type", width,
                                   "recorded", "no zone", "expected/yr", "offences");
    for (std::size_t type = 0; type < c.crime_types.size(); ++type) {
        double expected = 0;
        for (std::size_t zone = 0; zone < model.zones.size(); ++zone) {
            for (std::size_t month = 0; month < months_a_year; ++month) {
                expected += model.incidence[(months_a_year * model.cell(zone, type)) + month];
            }
        }
        const auto offences =
            std::count_if(model.offences.begin(), model.offences.end(),
                          [type](const auto& offence) { return offence.crime_type == type; });
        text +=
            fmt::format("{:{}}  {:>10}  {:>10}  {:>12.1f}  {:>8}\n", c.crime_types[type].crime_type,
                        width, grouped_number(c.crime_types[type].crimes),
                        grouped_number(c.crime_types[type].unlocated), expected, offences);
    }
    return text;
}

std::string list_text(const std::string& title, const std::vector<std::string>& items) {
    std::string text = items.empty() ? "" : "\n" + title + "\n";
    for (const std::string& item : items) {
        text += "- " + item + "\n";
    }
    return text;
}

/// JSON has no infinity, and null says that it is not known.
nlohmann::ordered_json number(double value) {
    if (std::isnan(value)) {
        return nullptr;
    }
    return std::isinf(value) ? nlohmann::ordered_json("infinite") : nlohmann::ordered_json(value);
}

nlohmann::ordered_json types_json(const Calibration& c) {
    nlohmann::ordered_json types = nlohmann::ordered_json::array();
    for (std::size_t i = 0; i < c.crime_types.size(); ++i) {
        const crims::Dispersion& dispersion = c.stored.model.dispersion[i];
        types.push_back({{"crime_type", c.crime_types[i].crime_type},
                         {"crimes", c.crime_types[i].crimes},
                         {"without_zone", c.crime_types[i].unlocated},
                         {"trend_per_year", c.stored.model.trends[i].per_year},
                         {"trend_standard_error", number(c.stored.model.trends[i].standard_error)},
                         {"dispersion",
                          {{"year", dispersion.year},
                           {"zone_year", dispersion.zone_year},
                           {"zone_half_year", dispersion.zone_half_year},
                           {"zone_month", dispersion.zone_month}}},
                         {"pearson", number(c.stored.pearson[i])},
                         {"profile_weight", number(c.stored.profile_weight[i])}});
    }
    return types;
}

} // namespace

std::string calibration_text(const Calibration& c, const std::string& output) {
    const crims::Model& model = c.stored.model;
    std::string text =
        fmt::format("{} crimes of {} types from {} to {} ({} of {} months) in {} zones: {}\n",
                    grouped_number(c.crimes), c.crime_types.size(), month_text(c.months.from),
                    month_text(c.months.to), c.months.size() - c.missing.size(), c.months.size(),
                    grouped_number(model.zones.size()), output);
    text += zone_text(c);
    text += fmt::format("{} places are known.\n", grouped_number(model.places.size()));
    text += type_table(c);
    text += list_text("What was chosen:", c.notes);
    return text + list_text("What the model lacks:", c.lacks);
}

nlohmann::ordered_json calibration_json(const Calibration& c, const Parameters& parameters) {
    const AssignmentCounts& a = c.assignment;
    nlohmann::ordered_json json;
    json["months"] = {{"from", month_text(c.months.from)},
                      {"to", month_text(c.months.to)},
                      {"used", c.months.size() - c.missing.size()},
                      {"missing", month_texts(c.missing)}};
    json["crimes"] = {
        {"read", c.crimes},
        {"by_lsoa", a.by_lsoa},
        {"by_place", a.by_point},
        {"without_zone",
         {{"no_place", a.no_place}, {"outside", a.outside}, {"unknown_lsoa", a.unknown_lsoa}}}};
    json["zones"] = c.stored.model.zones.size();
    json["zones_without_crime"] = c.unused_zones;
    json["offences"] = c.stored.model.offences.size();
    json["places"] = c.stored.model.places.size();
    json["crime_types"] = types_json(c);
    const crims::CommonDispersion& common = c.stored.model.common_dispersion;
    json["common_dispersion"] = {{"zone_year", common.zone_year},
                                 {"zone_half_year", common.zone_half_year},
                                 {"zone_month", common.zone_month}};
    json["crs"] = c.stored.crs ? nlohmann::ordered_json(c.stored.crs->text())
                               : nlohmann::ordered_json(nullptr);
    json["warnings"] = c.warnings;
    json["notes"] = c.notes;
    json["lacks"] = c.lacks;
    json["sources"] = nlohmann::ordered_json::array();
    for (const Source& source : c.sources) {
        json["sources"].push_back({{"name", source.name}, {"sha256", source.sha256}});
    }
    for (const auto& [name, value] : parameters) {
        json["parameters"][name] = value;
    }
    return json;
}

void describe(Calibration& c, const Parameters& parameters) {
    std::map<std::string, std::string>& metadata = c.stored.metadata;
    for (const auto& [name, value] : parameters) {
        metadata["option " + name] = value;
    }
    const auto add_numbered = [&metadata](const std::string& key, std::size_t index,
                                          const std::string& value) {
        metadata[fmt::format("{} {:03}", key, index + 1)] = value;
    };
    for (std::size_t i = 0; i < c.sources.size(); ++i) {
        add_numbered("source", i,
                     c.sources[i].sha256.empty()
                         ? c.sources[i].name
                         : fmt::format("{} (SHA-256 {})", c.sources[i].name, c.sources[i].sha256));
    }
    for (std::size_t i = 0; i < c.warnings.size(); ++i) {
        add_numbered("warning", i, c.warnings[i]);
    }
    for (std::size_t i = 0; i < c.notes.size(); ++i) {
        add_numbered("note", i, c.notes[i]);
    }
    for (std::size_t i = 0; i < c.lacks.size(); ++i) {
        add_numbered("lack", i, c.lacks[i]);
    }
    metadata["months"] =
        fmt::format("{} to {}", month_text(c.months.from), month_text(c.months.to));
    metadata["months missing"] = c.missing.empty() ? "" : toolkit::listed(month_texts(c.missing));
    metadata["crimes"] = std::to_string(c.crimes);
    metadata["crimes without zone"] = std::to_string(c.assignment.unlocated());
    metadata["version"] = CRIMEKIT_VERSION;
}

} // namespace crims_tool
