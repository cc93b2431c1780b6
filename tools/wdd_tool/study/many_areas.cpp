// SPDX-License-Identifier: MIT
#include "wdd_tool/study/many_areas.hpp"

#include <algorithm>
#include <functional>
#include <map>
#include <set>
#include <utility>

#include <fmt/format.h>

#include "toolkit/text/errors.hpp"
#include "wdd_tool/study/area_parts.hpp"

namespace wdd_tool {

namespace {

using toolkit::DataError;
using toolkit::GroupedPolygons;
using toolkit::Layer;

/// A box around those that can be used. Throws DataError with the first reason if none can.
wdd::Box box_of_usable(const std::vector<GroupedPolygons>& groups) {
    std::optional<wdd::Box> box;
    for (const GroupedPolygons& group : groups) {
        if (group.fault.empty()) {
            box = box ? box->joined(group.polygons.box()) : group.polygons.box();
        }
    }
    if (!box) {
        throw DataError(groups.front().fault);
    }
    return *box;
}

/// The control areas, each made when it is first asked for.
class Controls {
  public:
    Controls(const AreaOptions& options, std::string field)
        : m_layer(Layer::open(options.control, options.control_where)), m_field(std::move(field)) {
        if (m_field.empty()) {
            m_groups.push_back({.name = "", .polygons = read_polygons(m_layer)});
        } else {
            m_groups = read_grouped_polygons(m_layer, m_field, "--control-each");
        }
    }

    const Layer& layer() const { return m_layer; }

    wdd::Box box() const { return box_of_usable(m_groups); }

    const MadeArea& of(const std::string& name, const StudySystem& system) {
        const auto group = std::ranges::find_if(m_groups, [&](const GroupedPolygons& other) {
            return m_field.empty() || (other.named && other.name == name);
        });
        if (group == m_groups.end()) {
            throw DataError(fmt::format(
                "{}: no feature has '{}' in the field '{}' (⟨--control-each⟩), so there "
                "is no control area",
                m_layer.text(), name, m_field));
        }
        if (!group->fault.empty()) {
            throw DataError(group->fault);
        }
        const auto made = m_made.find(group->name);
        return made != m_made.end()
                   ? made->second
                   : m_made
                         .emplace(group->name, made_area(m_layer, group->polygons, system.control,
                                                         system.chosen.computing))
                         .first->second;
    }

  private:
    Layer m_layer;
    std::string m_field;
    std::vector<GroupedPolygons> m_groups;
    std::map<std::string, MadeArea> m_made;
};

StudyAreas areas_of(const GroupedPolygons& group, const Layer& layer, const StudySystem& system,
                    const TreatmentReader& treatments, Controls& controls) {
    if (!group.fault.empty()) {
        throw DataError(group.fault);
    }
    const ReadTreatment treatment = treatments.read(group.polygons);
    const MadeArea response =
        made_area(layer, group.polygons, system.response, system.chosen.computing);
    StudyAreas areas = study_areas(system, response, controls.of(group.name, system), treatment);
    areas.layer_name = layer.name();
    areas.response_features = static_cast<int>(group.polygons.features.size());
    return areas;
}

/// Two areas of one name could not be told apart in a table.
void require_different(const std::vector<EachArea>& all, const std::string& field) {
    std::set<std::string> names;
    for (const EachArea& one : all) {
        if (!names.insert(one.name).second) {
            throw DataError(fmt::format(
                "two areas are called '{}' in '{}' (⟨--name-field⟩); name a field whose values "
                "differ, or leave the option out",
                one.name, field));
        }
    }
}

} // namespace

std::vector<EachArea> read_each_area(const AreaOptions& options, const EachOptions& each,
                                     const PeriodEnd& start, const PeriodEnd& end) {
    const Layer response = Layer::open(options.response, options.where);
    if (!options.name_field.empty()) {
        response.field_index(options.name_field, "--name-field"); // one fault, not one of each area
    }
    Controls controls(options, each.control_field);
    const std::vector<GroupedPolygons> groups =
        read_grouped_polygons(response, each.field, "--each");
    const StudySystem system =
        study_system(options, response, box_of_usable(groups), controls.layer(), controls.box());
    const TreatmentReader treatments(response, options, start, end);
    std::vector<EachArea> all;
    all.reserve(groups.size());
    for (const GroupedPolygons& group : groups) {
        EachArea one{.name = group.name};
        try {
            one.areas = areas_of(group, response, system, treatments, controls);
            one.areas->open_end = end.is_open();
            if (!options.name_field.empty()) {
                const std::string name = area_name(response, group.polygons, options.name_field);
                one.name = name.empty() ? one.name : name;
            }
            one.areas->name = one.name;
        } catch (const DataError& error) {
            one.fault = error.what();
        }
        all.push_back(std::move(one));
    }
    require_different(all, options.name_field);
    return all;
}

} // namespace wdd_tool
