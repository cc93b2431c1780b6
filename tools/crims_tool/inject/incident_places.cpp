// SPDX-License-Identifier: MIT
#include "crims_tool/inject/incident_places.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "toolkit/text/errors.hpp"

namespace crims_tool {

namespace {

using toolkit::DataError;

/// The code of each shape.
std::vector<std::string> shape_codes(const MapZones& zones) {
    std::vector<std::string> codes;
    for (const std::size_t zone : zones.zone_of) {
        codes.push_back(zones.zones[zone].name);
    }
    return codes;
}

/// Which place columns hold codes of the zones.
std::vector<bool> coded_columns(const InjectedIncidents& incidents, const PlaceZones& zones) {
    std::vector<bool> coded;
    for (const PlaceColumn& column : incidents.places) {
        coded.push_back(
            std::any_of(column.values.begin(), column.values.end(),
                        [&zones](const std::string& value) { return zones.knows(value); }));
    }
    if (std::find(coded.begin(), coded.end(), true) == coded.end()) {
        std::vector<std::string> names;
        for (const PlaceColumn& column : incidents.places) {
            names.push_back(column.name);
        }
        throw DataError(fmt::format(
            "⟨--zones⟩ {}: no place field of the incidents ({}) holds one of its codes; name the field with ⟨--place-fields⟩, or give the layer of its zones",
            zones.source(), names.empty() ? "there is none" : toolkit::listed(names)));
    }
    return coded;
}

/// How many displaced crimes have a field from where.
struct Origins {
    std::size_t zones = 0;
    std::size_t crimes = 0;
    std::size_t nowhere = 0;
};

std::string note_of(const std::string& field, const Origins& origins, bool has_zones) {
    std::vector<std::string> parts;
    if (origins.zones > 0) {
        parts.push_back(fmt::format("{} have the code of the zone they now lie in", origins.zones));
    }
    if (origins.crimes > 0) {
        parts.push_back(
            fmt::format("{} have the code of the crime whose place they take", origins.crimes));
    }
    if (origins.nowhere > 0) {
        parts.push_back(fmt::format("{} have none, because the old one would be wrong{}",
                                    origins.nowhere,
                                    has_zones ? "" : " (⟨--zones⟩ gives the zone's code)"));
    }
    return fmt::format("'{}' of the displaced crimes: {}.", field, toolkit::listed(parts));
}

} // namespace

PlaceZones::PlaceZones(const MapZones& zones)
    : m_source(zones.layer.text()), m_crs(zones.crs), m_codes(shape_codes(zones)), m_known(m_codes),
      m_index(zones.shapes) {
    std::sort(m_known.begin(), m_known.end());
}

bool PlaceZones::knows(const std::string& code) const {
    return std::binary_search(m_known.begin(), m_known.end(), code);
}

std::optional<std::string> PlaceZones::code_at(double x, double y) const {
    const auto shape = m_index.locate(x, y);
    return shape ? std::optional(m_codes[*shape]) : std::nullopt;
}

MovedPlaces moved_places(const InjectedIncidents& incidents, const crims::InjectionResult& result,
                         const std::optional<PlaceZones>& zones, const toolkit::Crs& crs) {
    MovedPlaces moved;
    std::vector<bool> coded(incidents.places.size(), false);
    std::vector<double> x;
    std::vector<double> y;
    if (zones) {
        coded = coded_columns(incidents, *zones);
        for (const crims::DisplacedCrime& displaced : result.displaced) {
            x.push_back(displaced.x);
            y.push_back(displaced.y);
        }
        toolkit::Transformation(crs, zones->crs()).transform(x, y);
    }
    moved.texts.resize(result.displaced.size());
    for (std::size_t c = 0; c < incidents.places.size(); ++c) {
        const PlaceColumn& column = incidents.places[c];
        moved.fields.push_back(column.field);
        Origins origins;
        for (std::size_t i = 0; i < result.displaced.size(); ++i) {
            const crims::DisplacedCrime& displaced = result.displaced[i];
            std::optional<std::string> text;
            if (coded[c]) {
                text = zones->code_at(x[i], y[i]);
            } else if (displaced.place_of) {
                text = column.text(*displaced.place_of);
            }
            ++(!text ? origins.nowhere : coded[c] ? origins.zones : origins.crimes);
            moved.texts[i].push_back(std::move(text));
        }
        if (!result.displaced.empty()) {
            moved.notes.push_back(note_of(column.name, origins, zones.has_value()));
        }
    }
    return moved;
}

} // namespace crims_tool
