// SPDX-License-Identifier: MIT
#include "crims_tool/victims/crime_copy.hpp"

#include <algorithm>
#include <array>
#include <numeric>
#include <optional>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <ogrsf_frmts.h>

#include "crims_tool/rows/read_columns.hpp"
#include "crims_tool/styles/crime_style.hpp"
#include "toolkit/layers/gdal_errors.hpp"
#include "toolkit/text/errors.hpp"
#include "toolkit/text/lower_case.hpp"

namespace crims_tool {

namespace {

using toolkit::DataError;
using toolkit::Layer;

int zone_index(const Layer& crimes, const std::string& named) {
    const int index =
        named.empty() ? usual_zone_field(crimes) : crimes.field_index(named, "--zone-field");
    if (index < 0) {
        throw DataError(fmt::format(
            "{}: nothing tells the zones of its crimes; name the field with their codes with ⟨--zone-field⟩; its fields are: {}",
            crimes.text(), crimes.field_names()));
    }
    return index;
}

/// Where the columns of the crimes are; -1: nowhere.
struct CrimeFields {
    int zone;
    int crime_type;
    int code;
    int description;
    int id;
    int replicate;

    CrimeFields(const Layer& crimes, const std::string& zone_field)
        : zone(zone_index(crimes, zone_field)), crime_type(index(crimes, "crime_type")),
          code(index(crimes, "code")), description(index(crimes, "description")),
          id(index(crimes, "id")), replicate(index(crimes, "replicate")) {
        if (crime_type < 0 && code < 0 && description < 0) {
            throw DataError(fmt::format(
                "{}: it has none of the fields code, description and crime_type, which tell what offence a crime is; its fields are: {}",
                crimes.text(), crimes.field_names()));
        }
    }

  private:
    static int index(const Layer& crimes, const char* name) {
        return crimes.ogr().GetLayerDefn()->GetFieldIndex(name);
    }
};

std::string text_at(const OGRFeature& crime, int field) {
    return field >= 0 && crime.IsFieldSetAndNotNull(field) ? crime.GetFieldAsString(field) : "";
}

class Copy {
  public:
    Copy(const Layer& crimes, const VictimDraw& draw, VictimCounts& counts)
        : m_crimes(crimes), m_draw(draw), m_counts(counts), m_fields(crimes, draw.zone_field) {
        const OGRFeatureDefn& from = *crimes.ogr().GetLayerDefn();
        for (int i = 0; i < from.GetFieldCount(); ++i) {
            m_definitions.push_back(std::make_unique<OGRFieldDefn>(from.GetFieldDefn(i)));
            m_definitions.back()->SetDomainName("");
        }
        m_field_count = from.GetFieldCount();
        m_person = add("victim", OFTInteger64);
        const auto any = [&draw](auto told) {
            return std::any_of(draw.people.groups.begin(), draw.people.groups.end(), told);
        };
        m_sex = any([](const PeopleGroup& one) { return one.sex != Sex::all; })
                    ? add("victim_sex", OFTString)
                    : -1;
        m_age = any([](const PeopleGroup& one) { return !one.age.is_all(); })
                    ? add("victim_age", OFTString)
                    : -1;
        m_ethnicity = any([](const PeopleGroup& one) { return !one.ethnicity.empty(); })
                          ? add("victim_ethnicity", OFTString)
                          : -1;
    }

    std::vector<OGRFieldDefn*> definitions() const {
        std::vector<OGRFieldDefn*> result;
        for (const auto& field : m_definitions) {
            result.push_back(field.get());
        }
        return result;
    }

    void write(const OGRFeature& crime, toolkit::FeatureSink& sink) {
        const OGRFeatureUniquePtr copy(OGRFeature::CreateFeature(&sink.definition()));
        std::vector<int> map(static_cast<std::size_t>(m_field_count));
        std::iota(map.begin(), map.end(), 0);
        if (copy->SetFrom(&crime, map.data(), TRUE) != OGRERR_NONE) {
            throw DataError(
                fmt::format("{}: crime {} cannot be copied", m_crimes.text(), crime.GetFID()));
        }
        if (sink.keeps_ids()) {
            copy->SetFID(crime.GetFID());
        }
        ++m_counts.crimes;
        tell_victim(crime, *copy);
        sink.write(*copy);
    }

  private:
    int add(const char* name, OGRFieldType type) {
        if (m_crimes.ogr().GetLayerDefn()->GetFieldIndex(name) >= 0) {
            throw DataError(
                fmt::format("{}: it already has a field '{}'; give crimes without victims",
                            m_crimes.text(), name));
        }
        m_definitions.push_back(std::make_unique<OGRFieldDefn>(name, type));
        return static_cast<int>(m_definitions.size()) - 1;
    }

    /// By code, description or crime type, in this order; null if none has a risk.
    const crims::VictimRisk* risk(const OGRFeature& crime) const {
        for (const int field : {m_fields.code, m_fields.description, m_fields.crime_type}) {
            const auto found = m_draw.risks.find(toolkit::lower_case(text_at(crime, field)));
            if (found != m_draw.risks.end()) {
                return &found->second;
            }
        }
        return nullptr;
    }

    crims::VictimKey key(const OGRFeature& crime) const {
        const std::int64_t id =
            m_fields.id >= 0 ? crime.GetFieldAsInteger64(m_fields.id) : crime.GetFID();
        return {.seed = m_draw.seed,
                .replicate =
                    m_fields.replicate >= 0
                        ? static_cast<std::uint32_t>(crime.GetFieldAsInteger64(m_fields.replicate))
                        : 0,
                .crime = static_cast<std::uint64_t>(id)};
    }

    void tell_victim(const OGRFeature& crime, OGRFeature& copy) {
        const crims::VictimRisk* const offence = risk(crime);
        if (offence == nullptr) {
            ++m_counts.not_personal;
            return;
        }
        const auto zone = m_draw.people.zones.find(text_at(crime, m_fields.zone));
        if (zone == m_draw.people.zones.end()) {
            ++m_counts.unknown_zone;
            return;
        }
        const std::vector<std::int64_t>& people = m_draw.people.people[zone->second];
        const std::optional<crims::Victim> victim =
            crims::draw_victim(people, *offence, key(crime));
        if (!victim) {
            ++(anybody_at_risk(people, *offence) ? m_counts.not_personal : m_counts.nobody_at_risk);
            return;
        }
        ++m_counts.victims;
        ++m_counts.by_crime_type[text_at(crime, m_fields.crime_type)];
        tell(*victim, zone->second, copy);
    }

    static bool anybody_at_risk(const std::vector<std::int64_t>& people,
                                const crims::VictimRisk& offence) {
        for (std::size_t g = 0; g < people.size(); ++g) {
            if (people[g] > 0 && offence.risk[g] > 0) {
                return true;
            }
        }
        return false;
    }

    void tell(const crims::Victim& victim, std::size_t zone, OGRFeature& copy) const {
        const PeopleGroup& group = m_draw.people.groups[victim.group];
        const std::int64_t person = m_draw.people.first_person[zone][victim.group] + victim.person;
        copy.SetField(m_person, static_cast<GIntBig>(person));
        if (m_sex >= 0) {
            copy.SetField(m_sex, std::string(sex_text(group.sex)).c_str());
        }
        if (m_age >= 0) {
            copy.SetField(m_age, age_text(group.age).c_str());
        }
        if (m_ethnicity >= 0) {
            copy.SetField(m_ethnicity, group.ethnicity.c_str());
        }
    }

    const Layer& m_crimes;
    const VictimDraw& m_draw;
    VictimCounts& m_counts;
    CrimeFields m_fields;
    std::vector<std::unique_ptr<OGRFieldDefn>> m_definitions;
    int m_field_count = 0;
    int m_person = -1;
    int m_sex = -1;
    int m_age = -1;
    int m_ethnicity = -1;
};

/// The input's own name of it, unless a field has it.
std::string id_column(const Layer& crimes) {
    std::string name = crimes.ogr().GetFIDColumn();
    name = name.empty() ? "fid" : name;
    while (crimes.ogr().GetLayerDefn()->GetFieldIndex(name.c_str()) >= 0) {
        name += "_";
    }
    return name;
}

} // namespace

std::unique_ptr<toolkit::FeatureSink> copy_with_victims(
    const toolkit::Layer& crimes, const VictimDraw& draw, const toolkit::FeatureTarget& target,
    const toolkit::LayerDescription& description, toolkit::Console& console, VictimCounts& counts) {
    const toolkit::GdalErrors errors;
    Copy copy(crimes, draw, counts);
    const bool has_places = crimes.has_geometry();
    toolkit::LayerDefinition definition{.type = has_places ? crimes.ogr().GetGeomType() : wkbNone,
                                        .fields = copy.definitions(),
                                        .id = id_column(crimes)};
    if (has_places) {
        definition.crs = crimes.crs(std::nullopt);
    }
    std::unique_ptr<toolkit::FeatureSink> sink = toolkit::open_feature_sink(target, definition);
    const std::int64_t all = crimes.feature_count();
    crimes.ogr().ResetReading();
    while (const OGRFeatureUniquePtr crime{crimes.ogr().GetNextFeature()}) {
        copy.write(*crime, *sink);
        console.progress(std::min(counts.crimes, all), all);
    }
    console.end_progress();
    if (errors.failed()) {
        throw DataError(
            fmt::format("{}: cannot be read: {}", crimes.text(), errors.first_failure()));
    }
    if (has_places && crimes.ogr().GetLayerDefn()->GetFieldIndex("crime_type") >= 0) {
        sink->set_style(toolkit::styles::crime);
    }
    sink->describe(description);
    sink->finish();
    return sink;
}

} // namespace crims_tool
