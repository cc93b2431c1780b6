// SPDX-License-Identifier: MIT
#include "toolkit/features/feature_sink.hpp"

#include <cstdint>
#include <numeric>
#include <optional>
#include <utility>
#include <vector>

#include <cpl_string.h>
#include <fmt/format.h>
#include <gdal_priv.h>
#include <ogrsf_frmts.h>

#include "toolkit/files/output_file.hpp"
#include "toolkit/files/temporary_folder.hpp"
#include "toolkit/layers/crs.hpp"
#include "toolkit/layers/gdal_errors.hpp"
#include "toolkit/system/file_system.hpp"
#include "toolkit/system/paths.hpp"
#include "toolkit/text/errors.hpp"

namespace toolkit {

namespace {

class GeoPackageSink : public FeatureSink {
  public:
    GeoPackageSink(const FeatureClassTarget& target, const LayerDefinition& definition)
        : m_layer(target, definition) {}

    OGRFeatureDefn& definition() override { return *m_layer.ogr().GetLayerDefn(); }

    bool keeps_ids() const override { return true; }

    void write(OGRFeature& feature) override {
        const GdalErrors errors;
        m_layer.require_success(m_layer.ogr().CreateFeature(&feature) == OGRERR_NONE, errors);
        ++m_count;
    }

    void set_style(const LayerStyle& style) override { m_layer.set_style(style); }

    void describe(const LayerDescription& description) override { m_layer.describe(description); }

    void finish() override { m_layer.finish(m_count); }

    void publish() override { m_layer.publish(); }

  private:
    GeoPackageLayer m_layer;
    std::int64_t m_count = 0;
};

/// What is written, under another name: a file, a folder (a geodatabase), or a folder with the
/// files of a Shapefile.
class Part {
  public:
    explicit Part(const FeatureTarget& target)
        : m_target(target),
          m_file(is_folder() ? "" : path_beside(target.path, ending_of(target.path))) {
        if (is_folder()) {
            m_folder.emplace(path_beside(
                target.path, target.format == FeatureFormat::geodatabase ? ".gdb" : ""));
        }
        if (target.format == FeatureFormat::shapefile) {
            make_folder(m_folder->path()); // GDAL tells that it cannot write into it
        }
    }

    std::string path() const {
        if (!is_folder()) {
            return m_file.path();
        }
        return m_target.format == FeatureFormat::geodatabase
                   ? m_folder->path()
                   : in_folder(m_folder->path(), file_name_of(m_target.path));
    }

    void publish() {
        if (m_target.format == FeatureFormat::geodatabase) {
            m_folder->publish_as(m_target.path, m_target.overwrite);
        } else if (is_folder()) {
            m_folder->publish_files(m_target.path, shapefile_parts(m_target.path),
                                    m_target.overwrite);
        } else {
            m_file.publish_as(m_target.path, m_target.overwrite);
        }
    }

  private:
    bool is_folder() const {
        return m_target.format == FeatureFormat::geodatabase ||
               m_target.format == FeatureFormat::shapefile;
    }

    FeatureTarget m_target;
    TemporaryFile m_file; ///< none for a folder
    std::optional<TemporaryFolder> m_folder;
};

CPLStringList layer_options(const FeatureTarget& target, bool has_geometry) {
    CPLStringList options;
    if (target.format == FeatureFormat::flatgeobuf) {
        options.SetNameValue("SPATIAL_INDEX", "NO"); // it would change the order
    } else if (target.format == FeatureFormat::csv && has_geometry) {
        options.SetNameValue("GEOMETRY", "AS_XY");
    } else if (target.format == FeatureFormat::geojson && target.json_in_wgs84) {
        options.SetNameValue("RFC7946", "YES");
    } else if (target.format == FeatureFormat::shapefile) {
        options.SetNameValue("ENCODING", "UTF-8");
    }
    return options;
}

struct Release {
    void operator()(OGRFeatureDefn* definition) const { definition->Release(); }
};

using DefinitionPointer = std::unique_ptr<OGRFeatureDefn, Release>;

/// Fields as they are asked for.
DefinitionPointer definition_of(const LayerDefinition& layer) {
    auto definition = DefinitionPointer(OGRFeatureDefn::CreateFeatureDefn("result"));
    definition->Reference();
    definition->SetGeomType(layer.type);
    for (OGRFieldDefn* field : layer.fields) {
        definition->AddFieldDefn(field);
    }
    return definition;
}

/// A file that a driver of GDAL's writes.
class FileSink : public FeatureSink {
  public:
    FileSink(const FeatureTarget& target, const LayerDefinition& definition)
        : m_path(target.path), m_needs_geometry(target.format == FeatureFormat::flatgeobuf),
          m_part(target), m_definition(definition_of(definition)),
          m_field_numbers(definition.fields.size()) {
        const GdalErrors errors;
        GDALDriver* driver = GetGDALDriverManager()->GetDriverByName(driver_name(target.format));
        m_dataset.reset(driver->Create(m_part.path().c_str(), 0, 0, 0, GDT_Unknown, nullptr));
        require_success(m_dataset != nullptr, errors);
        OGRSpatialReference reference; // a table has none
        if (definition.crs) {
            reference = definition.crs->reference();
        }
        // Polygons in a table would be longer than a cell of a spreadsheet holds.
        const bool has_geometry =
            definition.type != wkbNone &&
            (target.format != FeatureFormat::csv || wkbFlatten(definition.type) == wkbPoint);
        m_layer = m_dataset->CreateLayer(target.layer.c_str(), has_geometry ? &reference : nullptr,
                                         has_geometry ? definition.type : wkbNone,
                                         layer_options(target, has_geometry).List());
        require_success(m_layer != nullptr, errors);
        for (OGRFieldDefn* field : definition.fields) {
            require_success(m_layer->CreateField(field) == OGRERR_NONE, errors);
        }
        std::iota(m_field_numbers.begin(), m_field_numbers.end(), 0);
    }

    OGRFeatureDefn& definition() override { return *m_definition; }

    bool keeps_ids() const override { return false; }

    bool needs_geometry() const override { return m_needs_geometry; }

    /// By the numbers of the fields: a format may give them other names and types.
    void write(OGRFeature& feature) override {
        const GdalErrors errors;
        const OGRFeatureUniquePtr copy(OGRFeature::CreateFeature(m_layer->GetLayerDefn()));
        copy->SetFrom(&feature, m_field_numbers.data(), TRUE);
        for (const int number : m_field_numbers) {
            if (copy->IsFieldSet(number) == FALSE) {
                copy->SetFieldNull(number); // GeoJSON would leave it out
            }
        }
        require_success(m_layer->CreateFeature(copy.get()) == OGRERR_NONE, errors);
        ++m_count;
    }

    void finish() override {
        const GdalErrors errors;
        require_success(m_layer->SyncToDisk() == OGRERR_NONE, errors);
        m_dataset.reset();
        require_success(true, errors);
        // Some drivers say nothing when the disk is full.
        const GDALDatasetUniquePtr written(
            GDALDataset::Open(m_part.path().c_str(), GDAL_OF_VECTOR | GDAL_OF_READONLY));
        OGRLayer* layer = written && written->GetLayerCount() > 0 ? written->GetLayer(0) : nullptr;
        if (layer == nullptr || layer->GetFeatureCount() != m_count || errors.failed()) {
            throw DataError(
                fmt::format("{}: the written file cannot be read back ({}); is the disk full?",
                            m_path, errors.first_failure()));
        }
    }

    void publish() override { m_part.publish(); }

  private:
    void require_success(bool done, const GdalErrors& errors) const {
        if (!done || errors.failed()) {
            throw DataError(
                fmt::format("{}: cannot be written: {}", m_path, errors.first_failure()));
        }
    }

    std::string m_path;
    bool m_needs_geometry;
    Part m_part;
    DefinitionPointer m_definition;
    std::vector<int> m_field_numbers;
    GDALDatasetUniquePtr m_dataset;
    OGRLayer* m_layer = nullptr;
    std::int64_t m_count = 0;
};

} // namespace

FeaturePointer FeatureSink::new_feature() {
    return FeaturePointer(OGRFeature::CreateFeature(&definition()));
}

std::unique_ptr<FeatureSink> open_feature_sink(const FeatureTarget& target,
                                               const LayerDefinition& definition) {
    if (target.geopackage) {
        return std::make_unique<GeoPackageSink>(*target.geopackage, definition);
    }
    return std::make_unique<FileSink>(target, definition);
}

} // namespace toolkit
