// SPDX-License-Identifier: MIT
#include "wdd_tool/study/incident_source.hpp"

#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "toolkit/layers/layer.hpp"
#include "toolkit/police/download.hpp"
#include "toolkit/system/file_system.hpp"
#include "toolkit/text/errors.hpp"
#include "toolkit/text/lower_case.hpp"
#include "wdd_tool/study/layer_incidents.hpp"
#include "wdd_tool/study/police_incidents.hpp"

namespace wdd_tool {

namespace {

using toolkit::LayerReference;
using toolkit::UsageError;

/// A street file may also be read as any table, by naming its columns.
bool is_named_as_table(const IncidentOptions& options) {
    return options.reading.coordinates.has_value();
}

bool is_download(const LayerReference& reference, const IncidentOptions& options) {
    const bool is_path = !reference.layer && !reference.layer_id && reference.subset.empty();
    constexpr std::string_view csv = ".csv";
    return is_path && !(is_named_as_table(options) && reference.path.ends_with(csv)) &&
           toolkit::is_download(reference.path);
}

void require_layer_options(const IncidentOptions& options, const LayerReference& layer) {
    const std::string text = toolkit::layer_text(layer);
    if (options.reading.date_field.empty()) {
        toolkit::Layer::open(layer,
                             options.reading.where); // what is wrong with the path comes first
        throw UsageError(fmt::format(
            "⟨--date-field⟩ is required: the field of '{}' with the date of each incident",
            toolkit::without_password(text)));
    }
    if (!options.crime_types.empty()) {
        throw UsageError(fmt::format(
            "⟨--crime-types⟩ goes with a download of data.police.uk; for '{}' use ⟨--incidents-where⟩, such as \"type = 'Burglary'\"",
            toolkit::without_password(text)));
    }
}

/// What only a layer can have was given, and there is none.
void refuse_layer_options(const IncidentOptions& options) {
    const std::string month = "month";
    if (!options.reading.date_field.empty() &&
        toolkit::lower_case(options.reading.date_field) != month) {
        throw UsageError(fmt::format(
            "⟨--date-field⟩ '{}': the crimes of data.police.uk have their date in 'Month'; leave the option out",
            options.reading.date_field));
    }
    if (options.reading.coordinates) {
        throw UsageError(
            "⟨--x⟩ and ⟨--y⟩: the crimes of data.police.uk have their place in Longitude and Latitude; leave the options out");
    }
}

UsageError given_twice(const std::string& one, const std::string& other) {
    return UsageError(fmt::format(
        "⟨--incidents⟩: '{}' and '{}' are the same incidents, which would count twice; give one of them",
        toolkit::without_password(one), toolkit::without_password(other)));
}

/// A layer that is open, and the text that names it.
struct OpenLayer {
    LayerReference reference;
    std::string name;

    bool is_same_as(const OpenLayer& other) const {
        return name == other.name && reference.subset == other.reference.subset &&
               toolkit::is_same_file(reference.path, other.reference.path);
    }
};

/// One file has many names: ./a.gpkg, a link to it, another layer's name left out.
void require_each_once(const std::vector<OpenLayer>& layers,
                       const std::vector<std::string>& downloads) {
    for (auto one = layers.begin(); one != layers.end(); ++one) {
        const auto same = std::find_if(layers.begin(), one, [&one](const OpenLayer& earlier) {
            return earlier.is_same_as(*one);
        });
        if (same != one) {
            throw given_twice(layer_text(same->reference), layer_text(one->reference));
        }
    }
    std::vector<std::string> paths;
    paths.reserve(layers.size() + downloads.size());
    for (const OpenLayer& layer : layers) {
        paths.push_back(layer.reference.path);
    }
    for (const std::string& download : downloads) {
        const auto same = std::ranges::find_if(paths, [&download](const std::string& earlier) {
            return toolkit::is_same_file(earlier, download);
        });
        if (same != paths.end()) {
            throw given_twice(*same, download);
        }
        paths.push_back(download);
    }
}

template<class Text>
std::string joined_once(const std::vector<std::unique_ptr<IncidentSource>>& sources, Text text) {
    std::vector<std::string> texts;
    for (const auto& source : sources) {
        std::string one = text(*source);
        if (std::find(texts.begin(), texts.end(), one) == texts.end()) {
            texts.push_back(std::move(one));
        }
    }
    return fmt::format("{}", fmt::join(texts, " and "));
}

} // namespace

IncidentSources::IncidentSources(const IncidentOptions& options) : m_options(options) {
    std::vector<std::string> downloads = options.downloads;
    std::vector<LayerReference> layers;
    for (const LayerReference& reference : options.layers) {
        if (is_download(reference, options)) {
            downloads.push_back(reference.path);
        } else {
            layers.push_back(reference);
        }
    }
    std::vector<OpenLayer> open_layers;
    for (const LayerReference& layer : layers) {
        require_layer_options(options, layer);
        toolkit::IncidentLayer one = options.reading;
        one.layer = layer;
        m_sources.push_back(std::make_unique<LayerIncidents>(one));
        open_layers.push_back({layer, m_sources.back()->layer()->name()});
    }
    require_each_once(open_layers, downloads);
    if (!downloads.empty()) {
        m_sources.push_back(std::make_unique<PoliceIncidents>(downloads, options));
        if (layers.empty()) {
            refuse_layer_options(options);
        }
    }
}

std::string IncidentSources::text() const {
    return joined_once(m_sources, [](const IncidentSource& source) { return source.text(); });
}

std::string IncidentSources::systems() const {
    return joined_once(m_sources, [](const IncidentSource& source) { return source.crs().text(); });
}

std::string IncidentSources::date_names() const {
    return joined_once(m_sources, [](const IncidentSource& source) { return source.date_name(); });
}

bool IncidentSources::have_coordinate_options() const {
    return std::any_of(m_sources.begin(), m_sources.end(),
                       [](const auto& source) { return source->has_coordinate_options(); });
}

} // namespace wdd_tool
