// SPDX-License-Identifier: MIT
#include "crims_tool/serve/force_maps.hpp"

#include <algorithm>
#include <limits>
#include <utility>

#include <fmt/format.h>
#include <ogrsf_frmts.h>

#include "crims_gpkg/model_table_writer.hpp"
#include "crims_tool/serve/endpoint.hpp"
#include "crims_tool/serve/outlines.hpp"
#include "crims_tool/zone_maps/zone_selection.hpp"
#include "toolkit/police/download.hpp"
#include "toolkit/text/errors.hpp"

namespace crims_tool {

namespace {

MapZones zones_of(const ServedModel& model, const ZoneOptions& zones) {
    if (!model.has_polygons()) {
        return read_zones(*zones.layer, zones.field, std::nullopt);
    }
    toolkit::LayerReference own;
    own.path = model.path();
    own.layer = std::string(crims::zones_table.name);
    return read_zones(own, std::string(crims::zones_table.columns.front().name), std::nullopt);
}

std::vector<std::optional<std::size_t>> numbers_in_layer(const crims::Model& model,
                                                         const MapZones& zones) {
    std::map<std::string, std::size_t> number;
    for (std::size_t i = 0; i < zones.zones.size(); ++i) {
        number.emplace(zones.zones[i].name, i);
    }
    std::vector<std::optional<std::size_t>> numbers;
    for (const std::string& zone : model.zones) {
        const auto found = number.find(zone);
        numbers.push_back(found == number.end() ? std::nullopt : std::optional(found->second));
    }
    return numbers;
}

/// Those of the model that lie in the boundary, or that belong on a map of what it expects.
std::vector<bool> drawn_zones(const crims::Model& model, const MapZones& zones,
                              const std::vector<std::optional<std::size_t>>& numbers,
                              const std::optional<Boundary>& boundary) {
    const std::vector<double> expected = crims::crimes_per_year(model);
    std::vector<ZoneExtent> extents;
    for (const toolkit::NamedPolygons& zone : zones.zones) {
        extents.push_back({.box = zone.polygons.box()});
    }
    std::vector<bool> of_model(zones.zones.size(), false);
    for (std::size_t zone = 0; zone < numbers.size(); ++zone) {
        if (numbers[zone]) {
            extents[*numbers[zone]].crimes = expected[zone];
            of_model[*numbers[zone]] = true;
        }
    }
    std::vector<bool> drawn = boundary ? zones_within(zones, *boundary) : zones_on_map(extents);
    for (std::size_t i = 0; i < drawn.size(); ++i) {
        drawn[i] = drawn[i] && of_model[i];
    }
    return drawn;
}

/// People of the layer's zones, as the model knows them; empty: it knows none.
std::vector<double> people_of(const ServedModel& model,
                              const std::vector<std::optional<std::size_t>>& numbers,
                              std::size_t zone_count) {
    if (!model.has_people()) {
        return {};
    }
    std::vector<double> people(zone_count, std::numeric_limits<double>::quiet_NaN());
    for (std::size_t zone = 0; zone < numbers.size(); ++zone) {
        if (numbers[zone]) {
            people[*numbers[zone]] = model.stored().population[zone];
        }
    }
    return people;
}

/// True if people may call this force by that name.
bool names_force(const std::string& text, const std::string& force) {
    try {
        toolkit::find_force(text, {force});
        return true;
    } catch (const toolkit::DataError&) {
        return false;
    }
}

/// A condition that selects the feature of a force; none: no feature is called so.
std::string selection_of(const toolkit::LayerReference& reference, const std::string& force) {
    const toolkit::Layer layer = toolkit::Layer::open(reference, "");
    for (const auto& feature : toolkit::read_polygons(layer).features) {
        for (int i = 0; i < feature->GetFieldCount(); ++i) {
            const OGRFieldDefn& field = *feature->GetFieldDefnRef(i);
            const std::string value = feature->GetFieldAsString(i);
            if (field.GetType() == OFTString && !value.empty() && names_force(value, force)) {
                return fmt::format("{} = {}", toolkit::in_quotes(field.GetNameRef()),
                                   toolkit::in_quotes(value, '\''));
            }
        }
    }
    return "";
}

} // namespace

std::optional<Boundary> ForceMaps::boundary_of(const ServedModel& model) const {
    if (!m_boundary) {
        return std::nullopt;
    }
    toolkit::LayerReference reference = *m_boundary;
    const std::string selection = selection_of(reference, model.force());
    if (selection.empty()) {
        return std::nullopt;
    }
    reference.subset = reference.subset.empty()
                           ? selection
                           : fmt::format("({}) AND {}", reference.subset, selection);
    std::vector<std::string> warnings;
    return read_boundary(reference, std::nullopt, warnings);
}

ForceMap ForceMaps::make(const ServedModel& model) const {
    const std::optional<Boundary> boundary = boundary_of(model);
    const MapZones zones = zones_of(model, m_zones);
    auto numbers = numbers_in_layer(model.model(), zones);
    const std::vector<bool> drawn = drawn_zones(model.model(), zones, numbers, boundary);
    if (std::find(drawn.begin(), drawn.end(), true) == drawn.end()) {
        throw HttpError(http_status::not_found,
                        fmt::format("no zone of the model of {} is on the map: the zones that this "
                                    "service was given have other codes",
                                    model.force()));
    }
    std::vector<std::string> warnings;
    MapPlane plane = map_plane(zones, drawn, boundary, std::nullopt, warnings);
    std::vector<double> people = people_of(model, numbers, zones.zones.size());
    std::string outlines = outlines_of(zones, plane, people);
    return {.zone_count = zones.zones.size(),
            .layer_zone_of = std::move(numbers),
            .people = std::move(people),
            .plane = std::move(plane),
            .outlines = std::move(outlines)};
}

std::shared_ptr<ForceMaps::Slot> ForceMaps::slot_of(const ServedModel& model) {
    const std::lock_guard lock(m_mutex);
    std::shared_ptr<Slot>& slot = m_slots[model.path()];
    if (!slot) {
        slot = std::make_shared<Slot>();
    }
    return slot;
}

ForceMapPointer ForceMaps::get(const ServedModel& model) {
    if (!has(model)) {
        throw HttpError(http_status::not_found,
                        fmt::format("there is no map: the model of {} has no polygons, and the "
                                    "service was started without ⟨--zones⟩",
                                    model.force()));
    }
    const std::shared_ptr<Slot> slot = slot_of(model);
    const std::lock_guard lock(slot->mutex);
    if (slot->map && slot->hash == model.hash()) {
        return slot->map;
    }
    try {
        slot->map = std::make_shared<const ForceMap>(make(model));
    } catch (const toolkit::DataError&) {
        // It would name the file, and only whoever runs the service can mend it.
        throw HttpError(http_status::server_error,
                        fmt::format("the zones of {} cannot be drawn", model.force()));
    }
    slot->hash = model.hash();
    return slot->map;
}

} // namespace crims_tool
