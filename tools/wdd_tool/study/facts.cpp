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
    std::string shown = toolkit::without_password(path);
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

/// Layers and downloads in the order of the options.
std::vector<std::string> incident_sources(const IncidentOptions& from) {
    std::vector<std::string> sources;
    sources.reserve(from.layers.size() + from.downloads.size());
    const std::string types =
        from.crime_types.empty() ? "" : fmt::format(", {}", fmt::join(from.crime_types, " or "));
    for (const toolkit::LayerReference& layer : from.layers) {
        sources.push_back(source(layer, from.reading.where) + types);
    }
    for (const std::string& path : from.downloads) {
        sources.push_back(source({.path = path}, from.reading.where) + types);
    }
    return sources;
}

} // namespace

void add_sources(wdd::Message& message, const StudyOptions& options,
                 const IncidentSources& incidents) {
    const IncidentOptions& from = incidents.options();
    message.facts.insert(
        message.facts.begin(),
        {{"Response area", source(*options.response, options.where)},
         {"Control area", source(*options.control, options.control_where)},
         {"Incidents", fmt::format("{}; dates in {}", fmt::join(incident_sources(from), "; "),
                                   incidents.date_names())}});
}

} // namespace wdd_tool
