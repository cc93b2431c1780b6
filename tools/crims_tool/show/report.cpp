// SPDX-License-Identifier: MIT
#include "crims_tool/show/report.hpp"

#include <algorithm>
#include <cmath>
#include <string_view>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "crims_tool/records/month_range.hpp"
#include "toolkit/text/plain_numbers.hpp"

namespace crims_tool {

namespace {

using Json = nlohmann::ordered_json;
using toolkit::grouped_number;
using toolkit::percent_text;
using toolkit::signed_percent_text;

constexpr std::string_view option_prefix = "option ";

/// A slope of the logarithm as a change a year.
double yearly(double slope) {
    return std::expm1(slope);
}

std::string data_text(const StoredModel& stored) {
    const auto& data = stored.model.data;
    if (!data) {
        return "months that it does not tell";
    }
    std::string text = months_text({data->first, data->last});
    for (const auto& [key, word] :
         {std::pair("months missing", "without data"), std::pair("months excluded", "left out")}) {
        if (const std::string months = noted(stored, key); !months.empty()) {
            text += fmt::format("; {}: {}", word, months);
        }
    }
    return text;
}

std::string headline(const ModelContents& contents, const StoredModel& stored,
                     const std::string& path) {
    const crims::Model& model = stored.model;
    const std::string force = noted(stored, "option force");
    return fmt::format(
        "{}{}: a model from {}.\nIt expects {} crimes a year of {} types in {} zones ({} polygons), as {} offences at {} places.\n",
        force.empty() ? "" : force + ", ", path, data_text(stored),
        grouped_number(contents.crimes_a_year), model.crime_types.size(),
        grouped_number(model.zones.size()), contents.has_polygons ? "with" : "without",
        grouped_number(model.offences.size()), grouped_number(model.places.size()));
}

std::string type_table(const ModelContents& contents, const crims::Model& model) {
    constexpr std::string_view title = "crime type";
    std::size_t width = title.size();
    for (const std::string& type : model.crime_types) {
        width = std::max(width, type.size());
    }
    std::string text =
        fmt::format("\n{:{}}  {:>9}  {:>8}  {:>8}  {:>8}  {:>6}  {:>7}  {:>7}\n", title, width,
                    "crimes/yr", "trend/yr", "offences", "severity", "rhythm", "suspect", "places");
    for (std::size_t t = 0; t < contents.types.size(); ++t) {
        const TypeContents& type = contents.types[t];
        const double slope = model.trends[t].per_year;
        text += fmt::format("{:{}}  {:>9}  {:>8}  {:>8}  {:>8}  {:>6}  {:>7}  {:>7}\n",
                            model.crime_types[t], width, grouped_number(type.crimes_a_year),
                            slope == 0 ? "-" : signed_percent_text(yearly(slope)),
                            grouped_number(type.offences), grouped_number(type.with_severity),
                            grouped_number(type.with_rhythm), percent_text(type.suspects),
                            grouped_number(type.places));
    }
    return text +
           "Severity and rhythm: how many of the offences have one. Suspect: share of the crimes.\n";
}

std::string list_text(std::string_view title, const std::vector<std::string>& items) {
    std::string text = items.empty() ? "" : fmt::format("\n{}\n", title);
    for (const std::string& item : items) {
        text += fmt::format("- {}\n", item);
    }
    return text;
}

std::vector<std::string> source_lines(const ModelContents& contents) {
    std::vector<std::string> lines;
    for (const Source& source : contents.sources) {
        lines.push_back(source.sha256.empty()
                            ? source.name
                            : fmt::format("{}  SHA-256 {}", source.name, source.sha256));
    }
    return lines;
}

std::vector<std::string> option_lines(const StoredModel& stored) {
    std::vector<std::string> lines;
    for (const auto& [key, value] : stored.metadata) {
        if (key.starts_with(option_prefix) && !value.empty()) {
            lines.push_back(fmt::format("{}: {}", key.substr(option_prefix.size()), value));
        }
    }
    return lines;
}

/// JSON has no NaN: null says that it is not known.
Json number_or_null(double value) {
    return std::isfinite(value) ? Json(value) : Json(nullptr);
}

Json text_or_null(const std::string& text) {
    return text.empty() ? Json(nullptr) : Json(text);
}

Json types_json(const ModelContents& contents, const crims::Model& model) {
    Json types = Json::array();
    for (std::size_t t = 0; t < contents.types.size(); ++t) {
        const TypeContents& type = contents.types[t];
        types.push_back({{"crime_type", model.crime_types[t]},
                         {"crimes_per_year", type.crimes_a_year},
                         {"trend_per_year", model.trends[t].per_year},
                         {"trend_standard_error", number_or_null(model.trends[t].standard_error)},
                         {"varies_beyond_poisson", type.varies},
                         {"suspect", type.suspects},
                         {"offences", type.offences},
                         {"offences_with_severity", type.with_severity},
                         {"offences_with_rhythm", type.with_rhythm},
                         {"places", type.places}});
    }
    return types;
}

Json offences_json(const crims::Model& model) {
    Json offences = Json::array();
    for (const crims::Offence& offence : model.offences) {
        offences.push_back({{"crime_type", model.crime_types[offence.crime_type]},
                            {"code", offence.code},
                            {"description", offence.description},
                            {"share", offence.share},
                            {"severity", number_or_null(offence.severity)}});
    }
    return offences;
}

Json zones_json(const ModelContents& contents, const crims::Model& model) {
    Json zones = Json::array();
    for (std::size_t zone = 0; zone < model.zones.size(); ++zone) {
        zones.push_back(
            {{"zone", model.zones[zone]}, {"crimes_per_year", contents.zone_crimes_a_year[zone]}});
    }
    return zones;
}

Json months_json(const StoredModel& stored) {
    const auto& data = stored.model.data;
    return {{"from", data ? Json(month_text(data->first)) : Json(nullptr)},
            {"to", data ? Json(month_text(data->last)) : Json(nullptr)},
            {"missing", text_or_null(noted(stored, "months missing"))},
            {"excluded", text_or_null(noted(stored, "months excluded"))}};
}

Json sources_json(const ModelContents& contents) {
    Json sources = Json::array();
    for (const Source& source : contents.sources) {
        sources.push_back({{"name", source.name}, {"sha256", text_or_null(source.sha256)}});
    }
    return sources;
}

Json options_json(const StoredModel& stored) {
    Json options = Json::object();
    for (const auto& [key, value] : stored.metadata) {
        if (key.starts_with(option_prefix)) {
            options[key.substr(option_prefix.size())] = text_or_null(value);
        }
    }
    return options;
}

} // namespace

std::string contents_text(const ModelContents& contents, const StoredModel& stored,
                          const std::string& path) {
    const std::string version = noted(stored, "version");
    return headline(contents, stored, path) + type_table(contents, stored.model) +
           list_text("What it lacks:", contents.lacks) +
           list_text("What was warned of when it was made:", contents.warnings) +
           list_text("What was chosen when it was made:", contents.notes) +
           list_text("Files that it was made from:", source_lines(contents)) +
           list_text("Options that it was made with:", option_lines(stored)) +
           (version.empty() ? "" : fmt::format("\nMade by crimekit {}.\n", version));
}

Json contents_json(const ModelContents& contents, const StoredModel& stored) {
    const crims::Model& model = stored.model;
    Json json;
    json["force"] = text_or_null(noted(stored, "option force"));
    json["months"] = months_json(stored);
    json["crimes_per_year"] = contents.crimes_a_year;
    json["crs"] = stored.crs ? Json(stored.crs->text()) : Json(nullptr);
    json["polygons"] = contents.has_polygons;
    json["places"] = model.places.size();
    json["lacks"] = contents.lacks;
    json["warnings"] = contents.warnings;
    json["notes"] = contents.notes;
    json["sources"] = sources_json(contents);
    json["options"] = options_json(stored);
    json["made_by_version"] = text_or_null(noted(stored, "version"));
    json["crime_types"] = types_json(contents, model);
    json["offences"] = offences_json(model);
    json["zones"] = zones_json(contents, model);
    return json;
}

} // namespace crims_tool
