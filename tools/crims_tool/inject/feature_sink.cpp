// SPDX-License-Identifier: MIT
#include "crims_tool/inject/feature_sink.hpp"

#include <array>
#include <cstdint>
#include <filesystem>
#include <string_view>

#include <cpl_string.h>
#include <fmt/format.h>
#include <gdal_priv.h>
#include <ogrsf_frmts.h>

#include "toolkit/command/option_values.hpp"
#include "toolkit/files/output_file.hpp"
#include "toolkit/layers/gdal_errors.hpp"
#include "toolkit/text/errors.hpp"

namespace crims_tool {

namespace {

using toolkit::DataError;
using toolkit::GdalErrors;
using toolkit::layer_option;
using toolkit::parsed;
using toolkit::UsageError;

struct Format {
    std::string_view ending;
    std::string_view driver;
};

constexpr std::array formats{Format{".gpkg", "GPKG"}, Format{".fgb", "FlatGeobuf"},
                             Format{".geojson", "GeoJSON"}, Format{".json", "GeoJSON"},
                             Format{".csv", "CSV"}};

class GeoPackageSink : public FeatureSink {
  public:
    GeoPackageSink(const toolkit::FeatureClassTarget& target,
                   const toolkit::LayerDefinition& definition)
        : m_layer(target, definition) {}

    OGRFeatureDefn& definition() override { return *m_layer.ogr().GetLayerDefn(); }

    bool keeps_ids() const override { return true; }

    void write(OGRFeature& feature) override {
        const GdalErrors errors;
        m_layer.require_success(m_layer.ogr().CreateFeature(&feature) == OGRERR_NONE, errors);
        ++m_count;
    }

    void set_style(const toolkit::LayerStyle& style) override { m_layer.set_style(style); }

    void finish() override { m_layer.finish(m_count); }

    void publish() override { m_layer.publish(); }

  private:
    toolkit::GeoPackageLayer m_layer;
    std::int64_t m_count = 0;
};

/// A file that a driver of GDAL's writes.
class FileSink : public FeatureSink {
  public:
    FileSink(const FeatureTarget& target, const toolkit::LayerDefinition& definition)
        : m_path(toolkit::resolved(target.path)), m_overwrite(target.overwrite),
          m_temporary(
              toolkit::path_beside(m_path, std::filesystem::path(m_path).extension().string())) {
        const GdalErrors errors;
        GDALDriver* driver = GetGDALDriverManager()->GetDriverByName(target.driver.c_str());
        m_dataset.reset(driver->Create(m_temporary.path().c_str(), 0, 0, 0, GDT_Unknown, nullptr));
        require_success(m_dataset != nullptr, errors);
        OGRSpatialReference reference(definition.crs->reference());
        const bool has_geometry = definition.type != wkbNone;
        const std::string name = std::filesystem::path(m_path).stem().string();
        m_layer = m_dataset->CreateLayer(name.c_str(), has_geometry ? &reference : nullptr,
                                         definition.type, options(target, has_geometry).List());
        require_success(m_layer != nullptr, errors);
        for (OGRFieldDefn* field : definition.fields) {
            require_success(m_layer->CreateField(field) == OGRERR_NONE, errors);
        }
    }

    OGRFeatureDefn& definition() override { return *m_layer->GetLayerDefn(); }

    bool keeps_ids() const override { return false; }

    void write(OGRFeature& feature) override {
        const GdalErrors errors;
        require_success(m_layer->CreateFeature(&feature) == OGRERR_NONE, errors);
        ++m_count;
    }

    void finish() override {
        const GdalErrors errors;
        require_success(m_layer->SyncToDisk() == OGRERR_NONE, errors);
        m_dataset.reset();
        require_success(true, errors);
        // Some drivers say nothing when the disk is full.
        const GDALDatasetUniquePtr written(
            GDALDataset::Open(m_temporary.path().c_str(), GDAL_OF_VECTOR | GDAL_OF_READONLY));
        OGRLayer* layer = written && written->GetLayerCount() > 0 ? written->GetLayer(0) : nullptr;
        if (layer == nullptr || layer->GetFeatureCount() != m_count || errors.failed()) {
            throw DataError(
                fmt::format("{}: the written file cannot be read back ({}); is the disk full?",
                            m_path, errors.first_failure()));
        }
    }

    void publish() override { m_temporary.publish_as(m_path, m_overwrite); }

  private:
    static CPLStringList options(const FeatureTarget& target, bool has_geometry) {
        CPLStringList options;
        if (target.driver == "FlatGeobuf") {
            options.SetNameValue("SPATIAL_INDEX", "NO"); // it would change the order
        } else if (target.driver == "CSV" && has_geometry) {
            options.SetNameValue("GEOMETRY", "AS_XY");
        }
        return options;
    }

    void require_success(bool done, const GdalErrors& errors) const {
        if (!done || errors.failed()) {
            throw DataError(
                fmt::format("{}: cannot be written: {}", m_path, errors.first_failure()));
        }
    }

    std::string m_path;
    bool m_overwrite;
    toolkit::TemporaryFile m_temporary;
    GDALDatasetUniquePtr m_dataset;
    OGRLayer* m_layer = nullptr;
    std::int64_t m_count = 0;
};

} // namespace

FeatureTarget feature_target(const std::string& reference, bool overwrite,
                             const std::string& option) {
    const toolkit::LayerReference parsed = layer_option(reference, option);
    const std::string ending = std::filesystem::path(parsed.path).extension().string();
    for (const Format& format : formats) {
        if (!EQUAL(ending.c_str(), format.ending.data())) {
            continue;
        }
        FeatureTarget target{
            .path = parsed.path, .driver = std::string(format.driver), .overwrite = overwrite};
        if (target.driver == "GPKG") {
            target.geopackage = toolkit::feature_class_target(reference, overwrite, option);
        } else if (parsed.layer || parsed.layer_id || !parsed.subset.empty()) {
            throw UsageError(fmt::format("{} '{}': a {} file holds one layer; name the file alone",
                                         option, reference, format.ending));
        }
        return target;
    }
    throw UsageError(fmt::format(
        "{} '{}': the file's name must end in .gpkg, .fgb, .geojson or .csv", option, reference));
}

void require_writable(const FeatureTarget& target) {
    if (target.geopackage) {
        toolkit::require_writable(*target.geopackage);
    } else {
        toolkit::OutputFile::require_writable(target.path, target.overwrite);
        if (toolkit::OutputFile::is_device(target.path)) {
            throw DataError(
                fmt::format("{}: this is not a regular file; name another output", target.path));
        }
    }
}

std::unique_ptr<FeatureSink> open_feature_sink(const FeatureTarget& target,
                                               const toolkit::LayerDefinition& definition) {
    if (target.geopackage) {
        return std::make_unique<GeoPackageSink>(*target.geopackage, definition);
    }
    return std::make_unique<FileSink>(target, definition);
}

} // namespace crims_tool
