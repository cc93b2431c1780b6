// SPDX-License-Identifier: MIT
#include "crims_tool/inject/copy_incidents.hpp"

#include <numeric>
#include <utility>

#include <cpl_string.h>
#include <fmt/format.h>
#include <ogrsf_frmts.h>

#include "crims_tool/inject/csv_copy.hpp"
#include "crims_tool/inject/incident_edit.hpp"
#include "crims_tool/styles/crime_style.hpp"
#include "crims_tool/styles/fate_style.hpp"
#include "crims_tool/styles/incident_style.hpp"
#include "toolkit/files/output_file.hpp"
#include "toolkit/layers/gdal_errors.hpp"
#include "toolkit/text/errors.hpp"
#include "toolkit/text/xml_text.hpp"

namespace crims_tool {

namespace {

using toolkit::DataError;
using toolkit::Layer;

/// The style of crimes for a field of another name, and for types as data.police.uk writes them.
std::string crimes_by(const char* field) {
    constexpr std::string_view own = "attr=\"crime_type\"";
    constexpr std::string_view own_tip = "[% \"crime_type\" %]";
    std::string qml(toolkit::styles::crime.qml);
    const std::string name = toolkit::in_quotes(field);
    qml.replace(qml.find(own_tip), own_tip.size(),
                fmt::format("[% {} %]", toolkit::xml_escaped(name)));
    return qml.replace(
        qml.find(own), own.size(),
        fmt::format("attr=\"{}\"", toolkit::xml_escaped(fmt::format("lower({})", name))));
}

/// The features of a layer in its order, read as they are needed, or all before the first is
/// written: a GeoPackage cannot be read while a layer of it is being written.
class FeatureReader {
  public:
    FeatureReader(const Layer& layer, bool at_once) : m_layer(layer) {
        m_layer.ogr().ResetReading();
        while (at_once) {
            OGRFeatureUniquePtr feature(m_layer.ogr().GetNextFeature());
            if (!feature) {
                break;
            }
            m_features.push_back(std::move(feature));
        }
        m_at_once = at_once;
    }

    OGRFeatureUniquePtr next() {
        if (!m_at_once) {
            return OGRFeatureUniquePtr(m_layer.ogr().GetNextFeature());
        }
        return m_next < m_features.size() ? std::move(m_features[m_next++]) : nullptr;
    }

  private:
    const Layer& m_layer;
    bool m_at_once = false;
    std::vector<OGRFeatureUniquePtr> m_features;
    std::size_t m_next = 0;
};

/// The fields of a layer, and those for the fates.
class CopiedFields {
  public:
    CopiedFields(const OGRFeatureDefn& from, const IncidentEdits& edits) {
        for (int i = 0; i < from.GetFieldCount(); ++i) {
            auto field = std::make_unique<OGRFieldDefn>(from.GetFieldDefn(i));
            field->SetDomainName(""); // the domain stays behind
            m_fields.push_back(std::move(field));
        }
        for (const int field : edits.places.fields) {
            m_fields[static_cast<std::size_t>(field)]->SetNullable(TRUE);
        }
        if (edits.keep_prevented) {
            m_fields.push_back(std::make_unique<OGRFieldDefn>(fate_columns[0], OFTString));
            m_fields.push_back(std::make_unique<OGRFieldDefn>(fate_columns[1], OFTReal));
            m_fields.push_back(std::make_unique<OGRFieldDefn>(fate_columns[2], OFTReal));
        }
    }

    std::vector<OGRFieldDefn*> pointers() const {
        std::vector<OGRFieldDefn*> pointers;
        for (const auto& field : m_fields) {
            pointers.push_back(field.get());
        }
        return pointers;
    }

  private:
    std::vector<std::unique_ptr<OGRFieldDefn>> m_fields;
};

/// Copies a layer feature by feature.
class FeatureCopy : public IncidentCopy {
  public:
    FeatureCopy(const InjectionSource& source, const IncidentEdits& edits,
                const toolkit::FeatureTarget& target,
                const std::function<void(std::size_t)>& progress)
        : m_source(source), m_from_fields(source.place().from_fields()),
          m_places_from_fields(m_from_fields && target.format != toolkit::FeatureFormat::csv),
          m_field_count(source.layer().ogr().GetLayerDefn()->GetFieldCount()) {
        const Layer& layer = source.layer();
        const toolkit::GdalErrors errors;
        FeatureReader reader(layer, toolkit::is_same_file(layer.path(), target.path));
        const CopiedFields fields(*layer.ogr().GetLayerDefn(), edits);
        m_sink = toolkit::open_feature_sink(target, {.crs = source.crs(),
                                                     .type = geometry_type(),
                                                     .fields = fields.pointers(),
                                                     .id = id_column()});
        for (EditWalk edit(edits); !edit.at_end(); edit.next()) {
            const OGRFeatureUniquePtr feature = reader.next();
            if (!feature || feature->GetFID() != edit.id()) {
                throw DataError(
                    fmt::format("{}: the file changed while it was read; try again", layer.text()));
            }
            if (edit.is_written()) {
                write(*feature, edit, edits.keep_prevented);
            }
            progress(edit.index());
        }
        if (errors.failed()) {
            throw DataError(
                fmt::format("{}: cannot be read again: {}", layer.text(), errors.first_failure()));
        }
        if (geometry_type() != wkbNone) {
            style(edits.keep_prevented);
        }
        m_sink->describe(edits.description);
        m_sink->finish();
    }

    void publish() override { m_sink->publish(); }

  private:
    OGRwkbGeometryType geometry_type() const {
        if (m_from_fields) {
            return m_places_from_fields ? wkbPoint : wkbNone;
        }
        return m_source.layer().ogr().GetGeomType();
    }

    /// By fate; else by crime type, if a field has it.
    void style(bool with_fates) {
        OGRFeatureDefn& fields = *m_source.layer().ogr().GetLayerDefn();
        const int type =
            m_source.type_index() >= 0 ? m_source.type_index() : fields.GetFieldIndex("crime_type");
        if (with_fates) {
            m_sink->set_style(toolkit::styles::fate);
        } else if (type >= 0) {
            const std::string qml = crimes_by(fields.GetFieldDefn(type)->GetNameRef());
            m_sink->set_style({.name = toolkit::styles::crime.name, .qml = qml});
        } else {
            m_sink->set_style(toolkit::styles::incident);
        }
    }

    /// The input's own name of it, unless a field has it.
    std::string id_column() const {
        OGRLayer& ogr = m_source.layer().ogr();
        std::string name = ogr.GetFIDColumn();
        name = name.empty() ? "fid" : name;
        while (ogr.GetLayerDefn()->GetFieldIndex(name.c_str()) >= 0) {
            name += "_";
        }
        return name;
    }

    void write(const OGRFeature& feature, const EditWalk& edit, bool with_fates) {
        const OGRFeatureUniquePtr copy(OGRFeature::CreateFeature(&m_sink->definition()));
        std::vector<int> map(static_cast<std::size_t>(m_field_count));
        std::iota(map.begin(), map.end(), 0);
        if (copy->SetFrom(&feature, map.data(), TRUE) != OGRERR_NONE) {
            throw DataError(fmt::format("{}: feature {} cannot be copied", m_source.layer().text(),
                                        feature.GetFID()));
        }
        if (m_sink->keeps_ids()) {
            copy->SetFID(feature.GetFID());
        }
        const crims::DisplacedCrime* moved = edit.moved();
        const double x = moved != nullptr ? moved->x : edit.original_x();
        const double y = moved != nullptr ? moved->y : edit.original_y();
        if (m_places_from_fields && !std::isnan(x)) {
            const OGRPoint place(x, y);
            copy->SetGeometry(&place);
        }
        if (moved != nullptr) {
            move(*copy, x, y);
            tell_place(*copy, edit);
        }
        if (with_fates) {
            copy->SetField(m_field_count, fate_name(edit.fate()));
            if (!std::isnan(edit.original_x())) {
                copy->SetField(m_field_count + 1, edit.original_x());
                copy->SetField(m_field_count + 2, edit.original_y());
            }
        }
        m_sink->write(*copy);
    }

    void move(OGRFeature& feature, double x, double y) const {
        if (m_from_fields) {
            set_coordinate(feature, m_source.place().x_index(), x);
            set_coordinate(feature, m_source.place().y_index(), y);
            return;
        }
        OGRGeometry* geometry = feature.GetGeometryRef();
        OGRPoint* point = wkbFlatten(geometry->getGeometryType()) == wkbMultiPoint
                              ? geometry->toMultiPoint()->getGeometryRef(0)
                              : geometry->toPoint();
        point->setX(x);
        point->setY(y);
    }

    static void tell_place(OGRFeature& feature, const EditWalk& edit) {
        for (std::size_t i = 0; i < edit.place_fields().size(); ++i) {
            const int field = edit.place_fields()[i];
            if (const auto& text = edit.place_texts()[i]) {
                feature.SetField(field, text->c_str());
            } else {
                feature.SetFieldNull(field);
            }
        }
    }

    void set_coordinate(OGRFeature& feature, int field, double value) const {
        if (feature.GetFieldDefnRef(field)->GetType() == OFTString) {
            feature.SetField(field, coordinate_text(value, m_source.crs()).c_str());
        } else {
            feature.SetField(field, value);
        }
    }

    const InjectionSource& m_source;
    bool m_from_fields;
    bool m_places_from_fields; ///< the output has a geometry that the input has not
    int m_field_count;
    std::unique_ptr<toolkit::FeatureSink> m_sink;
};

} // namespace

void require_fate_columns_free(const Layer& layer) {
    for (const char* column : fate_columns) {
        if (layer.ogr().GetLayerDefn()->GetFieldIndex(column) >= 0) {
            throw DataError(fmt::format(
                "{}: it already has a field '{}', which ⟨--keep-prevented⟩ would add; rename the field, or leave out ⟨--keep-prevented⟩",
                layer.text(), column));
        }
    }
}

std::unique_ptr<IncidentCopy> copy_incidents(const InjectionSource& source,
                                             const IncidentEdits& edits,
                                             const toolkit::FeatureTarget& target,
                                             const std::function<void(std::size_t)>& progress) {
    if (source.layer().driver() == "CSV" && source.place().from_fields() &&
        target.format == toolkit::FeatureFormat::csv) {
        return copy_csv(source, edits, target.path, target.overwrite, progress);
    }
    return std::make_unique<FeatureCopy>(source, edits, target, progress);
}

} // namespace crims_tool
