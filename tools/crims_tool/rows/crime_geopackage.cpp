// SPDX-License-Identifier: MIT
#include <array>
#include <cmath>
#include <limits>
#include <utility>

#include <ogr_feature.h>

#include "crims_tool/rows/crime_layer.hpp"
#include "crims_tool/rows/crime_time.hpp"
#include "crims_tool/styles/crime_style.hpp"
#include "toolkit/geopackage/point_layer_writer.hpp"

namespace crims_tool {

namespace {

toolkit::LayerDefinition definition(const CrimeOutput& output,
                                    const std::vector<std::unique_ptr<OGRFieldDefn>>& fields) {
    toolkit::LayerDefinition result{.type = output.with_places ? wkbPoint : wkbNone,
                                    .id = "id",
                                    .spatial_index = output.spatial_index};
    if (output.with_places) {
        result.crs = output.crs;
    }
    for (const auto& field : fields) {
        result.fields.push_back(field.get());
    }
    return result;
}

class GeoPackageWriter : public CrimeWriter {
  public:
    GeoPackageWriter(const toolkit::FeatureClassTarget& target, const CrimeOutput& output,
                     const crims::Model& model)
        : m_model(model), m_with_replicate(output.with_replicate),
          m_layer(target, definition(output, crime_fields(output))) {
        m_time.back() = 'Z';
        if (output.with_places) {
            m_layer.set_style(toolkit::styles::crime);
        }
        m_layer.describe(output.description);
    }

    void write(const crims::CrimeTable& crimes) override {
        constexpr double nowhere = std::numeric_limits<double>::quiet_NaN();
        const MonthText month(crimes.month);
        const bool placed = !crimes.x.empty();
        if (m_with_replicate) {
            m_layer.set(replicate, std::int64_t{crimes.replicate});
        }
        for (std::size_t i = 0; i < crimes.size(); ++i) {
            set_offence(crimes.offence[i]);
            m_layer.set(msoa, std::string_view(m_model.zones[crimes.zone[i]]));
            month.put(m_time.data(), crimes.minute[i], 'T');
            m_layer.set(time, std::string_view(m_time.data(), m_time.size()));
            m_layer.set(suspect, std::int64_t{crimes.suspect[i] != 0 ? 1 : 0});
            m_layer.write(placed ? crimes.x[i] : nowhere, placed ? crimes.y[i] : nowhere);
        }
    }

    void finish() override { m_layer.finish(); }

    void publish() override { m_layer.publish(); }

  private:
    void set_offence(std::size_t index) {
        const crims::Offence& offence = m_model.offences[index];
        m_layer.set(crime_type, std::string_view(m_model.crime_types[offence.crime_type]));
        m_layer.set(code, std::string_view(offence.code));
        m_layer.set(description, std::string_view(offence.description));
        m_layer.set(severity, offence.severity);
    }

    const crims::Model& m_model;
    bool m_with_replicate;
    /// GeoPackage knows no other time than UTC: local time is written as such.
    std::array<char, MonthText::size + 5> m_time{"2020-01-31T23:59:00.000"};
    toolkit::PointLayerWriter m_layer;
};

} // namespace

std::unique_ptr<CrimeWriter> open_geopackage_writer(const toolkit::FeatureClassTarget& target,
                                                    const CrimeOutput& output,
                                                    const crims::Model& model) {
    return std::make_unique<GeoPackageWriter>(target, output, model);
}

} // namespace crims_tool
