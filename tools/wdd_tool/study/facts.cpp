// SPDX-License-Identifier: MIT
#include "wdd_tool/study/facts.hpp"

#include <string>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "toolkit/layers/layer.hpp"

namespace wdd_tool {

namespace {

/// "town.gpkg", "PG:dbname=crime".
std::string file_name(const std::string& path) {
    const std::string shown = toolkit::without_password(path);
    const std::size_t slash = shown.find_last_not_of('/');
    if (shown.find('=') != std::string::npos || slash == std::string::npos) {
        return shown; // a database, or nothing but slashes
    }
    const std::size_t before = shown.find_last_of('/', slash);
    return before == std::string::npos ? shown.substr(0, slash + 1)
                                       : shown.substr(before + 1, slash - before);
}

/// "town.gpkg, layer response, where NAME='Market Square'".
std::string source(const toolkit::LayerReference& reference, const std::string& where) {
    std::string text = file_name(reference.path);
    if (reference.layer) {
        text += ", layer " + *reference.layer;
    }
    for (const std::string& condition : {reference.subset, where}) {
        if (!condition.empty()) {
            text += ", where " + condition;
        }
    }
    return text;
}

/// "a.csv and b.zip, types burglary and robbery; dates in occurred".
std::string incident_sources(const IncidentSources& incidents) {
    const IncidentOptions& from = incidents.options();
    std::vector<std::string> names;
    names.reserve(from.layers.size() + from.downloads.size());
    for (const toolkit::LayerReference& layer : from.layers) {
        names.push_back(source(layer, from.where));
    }
    for (const std::string& download : from.downloads) {
        names.push_back(file_name(download));
    }
    std::string text = fmt::format("{}", fmt::join(names, " and "));
    if (!from.crime_types.empty()) {
        text += fmt::format(", types {}", fmt::join(from.crime_types, " and "));
    }
    return fmt::format("{}; dates in {}", text, incidents.date_names());
}

} // namespace

void add_sources(wdd::Message& message, const StudyOptions& options,
                 const IncidentSources& incidents) {
    message.facts.insert(message.facts.begin(),
                         {{"Response area", source(*options.response, options.where)},
                          {"Control area", source(*options.control, options.control_where)},
                          {"Incidents", incident_sources(incidents)}});
}

} // namespace wdd_tool
