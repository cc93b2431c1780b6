// SPDX-License-Identifier: MIT
#include <cmath>
#include <cstring>
#include <limits>

#include <cpl_string.h>
#include <fmt/format.h>
#include <ogrsf_frmts.h>

#include "crims_tool/rows/crime_layer.hpp"
#include "crims_tool/rows/crime_time.hpp"
#include "toolkit/files/output_file.hpp"
#include "toolkit/layers/gdal_errors.hpp"
#include "toolkit/text/errors.hpp"

namespace crims_tool {

namespace {

using toolkit::DataError;
using toolkit::GdalErrors;

class FlatGeobufWriter : public CrimeWriter {
  public:
    FlatGeobufWriter(const std::string& path, const std::string& layer, const CrimeOutput& output,
                     const crims::Model& model)
        : m_model(model), m_path(toolkit::resolved(path)),
          m_temporary(toolkit::path_beside(m_path, ".fgb")),
          m_with_replicate(output.with_replicate), m_overwrite(output.overwrite) {
        create(layer, output);
    }

    ~FlatGeobufWriter() override {
        const GdalErrors unheard;
        m_feature.reset();
        m_dataset.reset();
    }

    FlatGeobufWriter(const FlatGeobufWriter&) = delete;
    FlatGeobufWriter(FlatGeobufWriter&&) = delete;
    FlatGeobufWriter& operator=(const FlatGeobufWriter&) = delete;
    FlatGeobufWriter& operator=(FlatGeobufWriter&&) = delete;

    void write(const crims::CrimeTable& crimes) override {
        const GdalErrors errors;
        constexpr double nowhere = std::numeric_limits<double>::quiet_NaN();
        const bool placed = !crimes.x.empty();
        for (std::size_t i = 0; i < crimes.size(); ++i) {
            set_values(crimes, i);
            set_place(placed ? crimes.x[i] : nowhere, placed ? crimes.y[i] : nowhere);
            m_feature->SetFID(OGRNullFID);
            require(m_layer->CreateFeature(m_feature.get()) == OGRERR_NONE, errors);
        }
    }

    void finish() override {
        {
            const GdalErrors errors; // index and features are written only now
            m_feature.reset();
            m_dataset.reset();
            require(true, errors);
        }
        require_complete();
    }

    void publish() override { m_temporary.publish_as(m_path, m_overwrite); }

  private:
    void create(const std::string& layer, const CrimeOutput& output) {
        const GdalErrors errors;
        GDALDriver* driver = GetGDALDriverManager()->GetDriverByName("FlatGeobuf");
        if (driver == nullptr) {
            throw DataError(m_path + ": this GDAL has no FlatGeobuf; write a .gpkg");
        }
        m_dataset.reset(driver->Create(m_temporary.path().c_str(), 0, 0, 0, GDT_Unknown, nullptr));
        require(m_dataset != nullptr, errors);
        std::optional<OGRSpatialReference> reference;
        if (output.crs) {
            reference.emplace(output.crs->reference());
        }
        CPLStringList options;
        const char* known = driver->GetMetadataItem(GDAL_DS_LAYER_CREATIONOPTIONLIST);
        if (known != nullptr && std::strstr(known, "'DESCRIPTION'") != nullptr) { // since GDAL 3.9
            options.SetNameValue("TITLE", output.description.title.c_str());
            options.SetNameValue("DESCRIPTION", output.description.provenance.c_str());
        }
        m_layer = m_dataset->CreateLayer(layer.c_str(), reference ? &*reference : nullptr, wkbPoint,
                                         options.List());
        require(m_layer != nullptr, errors);
        OGRFieldDefn id("id", OFTInteger64);
        require(m_layer->CreateField(&id) == OGRERR_NONE, errors);
        for (const auto& field : crime_fields(output)) {
            require(m_layer->CreateField(field.get()) == OGRERR_NONE, errors);
        }
        m_feature.reset(OGRFeature::CreateFeature(m_layer->GetLayerDefn()));
    }

    void set_values(const crims::CrimeTable& crimes, std::size_t i) {
        constexpr int minutes_a_day = 1440;
        constexpr int minutes_an_hour = 60;
        const auto at = [](CrimeField field) { return static_cast<int>(field) + 1; };
        const crims::Offence& offence = m_model.offences[crimes.offence[i]];
        OGRFeature& feature = *m_feature;
        feature.SetField(0, static_cast<GIntBig>(++m_count));
        feature.SetField(at(msoa), m_model.zones[crimes.zone[i]].c_str());
        feature.SetField(at(crime_type), m_model.crime_types[offence.crime_type].c_str());
        feature.SetField(at(code), offence.code.c_str());
        feature.SetField(at(description), offence.description.c_str());
        const int of_day = crimes.minute[i] % minutes_a_day;
        feature.SetField(at(time), static_cast<int>(crimes.month.year()),
                         static_cast<int>(static_cast<unsigned>(crimes.month.month())),
                         crimes.minute[i] / minutes_a_day + 1, of_day / minutes_an_hour,
                         of_day % minutes_an_hour, 0.0F, 0);
        feature.SetField(at(suspect), crimes.suspect[i] != 0 ? 1 : 0);
        if (std::isfinite(offence.severity)) {
            feature.SetField(at(severity), offence.severity);
        } else {
            feature.SetFieldNull(at(severity));
        }
        if (m_with_replicate) {
            feature.SetField(at(replicate), static_cast<GIntBig>(crimes.replicate));
        }
    }

    /// GDAL 3.6 cannot index a feature without geometry and, unindexed, drops it without a word.
    void set_place(double x, double y) {
        if (!std::isfinite(x) || !std::isfinite(y)) {
            throw DataError(fmt::format(
                "{}: crime {} has no place, and FlatGeobuf needs places; write a .gpkg or .csv",
                m_path, m_count));
        }
        const OGRPoint point(x, y);
        m_feature->SetGeometry(&point);
    }

    /// GDAL does not check all that it writes: every feature must come back.
    void require_complete() const {
        const GdalErrors errors;
        const GDALDatasetUniquePtr written(GDALDataset::Open(
            m_temporary.path().c_str(), GDAL_OF_VECTOR | GDAL_OF_READONLY, nullptr));
        std::int64_t found = 0;
        if (written && written->GetLayerCount() == 1) {
            while (const auto feature =
                       OGRFeatureUniquePtr(written->GetLayer(0)->GetNextFeature())) {
                ++found;
            }
        }
        require(found == m_count, errors);
    }

    void require(bool done, const GdalErrors& errors) const {
        if (!done || errors.failed()) {
            throw DataError(fmt::format(
                "{}: cannot be written: {}", m_path,
                errors.first_failure("the written file is incomplete; is the disk full?")));
        }
    }

    const crims::Model& m_model;
    std::string m_path;
    toolkit::TemporaryFile m_temporary;
    bool m_with_replicate;
    bool m_overwrite;
    GDALDatasetUniquePtr m_dataset;
    OGRLayer* m_layer = nullptr;
    OGRFeatureUniquePtr m_feature; ///< used for all in turn
    std::int64_t m_count = 0;
};

} // namespace

std::unique_ptr<CrimeWriter> open_flatgeobuf_writer(const std::string& path,
                                                    const std::string& layer,
                                                    const CrimeOutput& output,
                                                    const crims::Model& model) {
    return std::make_unique<FlatGeobufWriter>(path, layer, output, model);
}

} // namespace crims_tool
