// SPDX-License-Identifier: MIT
#include "crims_tool/evaluate/report/layer.hpp"

#include <array>
#include <cmath>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <ogr_feature.h>

#include "crims_tool/evaluate/report/forecast_values.hpp"
#include "crims_tool/styles/study_style.hpp"
#include "toolkit/command/made_by.hpp"
#include "toolkit/geopackage/feature_class_writer.hpp"
#include "toolkit/geopackage/point_layer_writer.hpp"
#include "toolkit/layers/polygon_reader.hpp"
#include "toolkit/time/period_text.hpp"

namespace crims_tool {

namespace {

struct Column {
    const char* name;
    OGRFieldType type;
};

/// Fields for GDAL, which wants pointers.
class Fields {
  public:
    explicit Fields(std::span<const Column> columns) {
        for (const Column& column : columns) {
            m_fields.push_back(std::make_unique<OGRFieldDefn>(column.name, column.type));
        }
    }

    std::vector<OGRFieldDefn*> pointers() const {
        std::vector<OGRFieldDefn*> result;
        for (const auto& field : m_fields) {
            result.push_back(field.get());
        }
        return result;
    }

  private:
    std::vector<std::unique_ptr<OGRFieldDefn>> m_fields;
};

/// A table without geometry, filled row by row.
class TableWriter {
  public:
    TableWriter(const std::string& path, const char* name, std::span<const Column> columns)
        : m_writer({.path = path, .layer = name, .in_place = true},
                   {.type = wkbNone, .fields = Fields(columns).pointers()}) {}

    template<class Value>
    TableWriter& add(Value value) {
        m_writer.set(m_field++, value);
        return *this;
    }

    void end_row() {
        m_writer.write(0, 0);
        m_field = 0;
    }

    void finish() {
        m_writer.finish();
        m_writer.publish();
    }

  private:
    toolkit::PointLayerWriter m_writer;
    std::size_t m_field = 0;
};

constexpr std::array zone_columns = {Column{"zone", OFTString}, Column{"ring", OFTReal},
                                     Column{"ring_width", OFTString}};

constexpr std::array zone_names = {"Response Area", "Control Area", "Response Displacement Area",
                                   "Control Displacement Area"};

constexpr std::array row_columns = {Column{"effect", OFTReal},
                                    Column{"displaced", OFTReal},
                                    Column{"months", OFTReal},
                                    Column{"ring", OFTReal},
                                    Column{"replicates", OFTInteger64},
                                    Column{"forecast_replicates", OFTReal},
                                    Column{"forecast_undefined", OFTReal},
                                    Column{"forecast_rate", OFTReal},
                                    Column{"forecast_se", OFTReal},
                                    Column{"forecast_percent", OFTReal},
                                    Column{"forecast_percent_se", OFTReal},
                                    Column{"forecast_width", OFTReal},
                                    Column{"forecast_ring_increase", OFTReal},
                                    Column{"forecast_ring_increase_se", OFTReal},
                                    Column{"forecast_ring_decrease", OFTReal},
                                    Column{"forecast_ring_decrease_se", OFTReal},
                                    Column{"forecast_together_rate", OFTReal},
                                    Column{"forecast_together_se", OFTReal},
                                    Column{"rejection_rate", OFTReal},
                                    Column{"rejection_se", OFTReal},
                                    Column{"critical_z", OFTReal},
                                    Column{"held_rate", OFTReal},
                                    Column{"held_se", OFTReal},
                                    Column{"overall_effect", OFTReal},
                                    Column{"mean_estimate", OFTReal},
                                    Column{"true_effect", OFTReal},
                                    Column{"net_effect", OFTReal},
                                    Column{"bias", OFTReal},
                                    Column{"bias_se", OFTReal},
                                    Column{"rmse", OFTReal},
                                    Column{"rmse_se", OFTReal},
                                    Column{"coverage", OFTReal},
                                    Column{"coverage_se", OFTReal},
                                    Column{"mean_z", OFTReal},
                                    Column{"sd_z", OFTReal},
                                    Column{"undefined", OFTInteger64}};

constexpr std::array detectable_columns = {Column{"displaced", OFTReal},
                                           Column{"months", OFTReal},
                                           Column{"ring", OFTReal},
                                           Column{"power", OFTReal},
                                           Column{"forecast_effect", OFTReal},
                                           Column{"forecast_se", OFTReal},
                                           Column{"forecast_overall_effect", OFTReal},
                                           Column{"forecast_together_effect", OFTReal},
                                           Column{"forecast_together_se", OFTReal},
                                           Column{"forecast_together_overall_effect", OFTReal},
                                           Column{"critical_z", OFTReal},
                                           Column{"effect", OFTReal},
                                           Column{"se", OFTReal},
                                           Column{"overall_effect", OFTReal},
                                           Column{"plain_effect", OFTReal},
                                           Column{"plain_se", OFTReal},
                                           Column{"plain_overall_effect", OFTReal}};

constexpr std::array replicate_columns = {Column{"replicate", OFTInteger64},
                                          Column{"effect", OFTReal},
                                          Column{"displaced", OFTReal},
                                          Column{"months", OFTReal},
                                          Column{"ring", OFTReal},
                                          Column{"treated_pre", OFTInteger64},
                                          Column{"treated_post", OFTInteger64},
                                          Column{"control_pre", OFTInteger64},
                                          Column{"control_post", OFTInteger64},
                                          Column{"treated_displacement_pre", OFTInteger64},
                                          Column{"treated_displacement_post", OFTInteger64},
                                          Column{"control_displacement_pre", OFTInteger64},
                                          Column{"control_displacement_post", OFTInteger64},
                                          Column{"estimate", OFTReal},
                                          Column{"se", OFTReal},
                                          Column{"z", OFTReal},
                                          Column{"p_one_tailed", OFTReal},
                                          Column{"forecast_p", OFTReal},
                                          Column{"forecast_percent", OFTReal},
                                          Column{"forecast_ring_p", OFTReal},
                                          Column{"forecast_together_p", OFTReal}};

constexpr std::array parameter_columns = {Column{"name", OFTString}, Column{"value", OFTString}};

/// "Planned evaluation of Market Square, from Jan 2023".
std::string title_of(const EvaluationResult& result) {
    const wdd::Period& first = result.design.studies.front().periods.post;
    const std::string name =
        result.scenario_name.empty() ? "" : fmt::format(" of {}", result.scenario_name);
    return fmt::format("Planned evaluation{}, {}", name,
                       toolkit::short_period(first.start, first.end));
}

void write_zones(const std::string& path, const EvaluationResult& result) {
    const Fields fields(zone_columns);
    toolkit::FeatureClassWriter writer({.path = path, .layer = "zones", .in_place = true},
                                       result.crs, wkbMultiPolygon, fields.pointers());
    for (const EvaluationRing& ring : result.areas.rings) {
        for (const wdd::Zone zone : wdd::all_zones) {
            const auto& polygon = ring.zones.polygons[zone];
            const toolkit::FeaturePointer feature = writer.new_feature();
            feature->SetField(0, zone_names.at(static_cast<std::size_t>(zone)));
            feature->SetField(1, ring.width);
            feature->SetField(2, ring.text.c_str()); // with its unit, for people
            if (polygon) {
                feature->SetGeometryDirectly(
                    toolkit::ogr_geometry(*polygon, result.crs, result.crs).release());
            }
            writer.write(*feature);
        }
    }
    writer.set_style(toolkit::styles::study);
    writer.describe(toolkit::made_by(
        title_of(result), "crims evaluate of crimekit " + result.version, result.parameters));
    writer.finish();
    writer.publish();
}

void write_rows(const std::string& path, const EvaluationResult& result) {
    TableWriter writer(path, "summary", row_columns);
    for (const EvaluationRow& row : result.summary.rows) {
        const EvaluationStudy& study = result.design.studies[row.combination.study];
        writer.add(row.combination.effect).add(row.combination.displaced);
        writer.add(study.months).add(result.areas.rings[study.ring].width);
        writer.add(static_cast<std::int64_t>(result.table.replicates()));
        for (const NamedValue& value : forecast_values(result, row)) {
            writer.add(value.value);
        }
        writer.add(row.rejection.value).add(row.rejection.error);
        writer.add(result.summary.null[row.combination.study].held.critical_z.value);
        writer.add(row.held.value).add(row.held.error);
        writer.add(result.design.overall_effect(row.combination.study, row.combination.effect));
        writer.add(row.mean_estimate.value).add(row.true_effect).add(row.net_effect);
        writer.add(row.bias.value).add(row.bias.error);
        writer.add(row.rmse.value).add(row.rmse.error);
        writer.add(row.coverage.value).add(row.coverage.error);
        writer.add(row.mean_z).add(row.sd_z).add(static_cast<std::int64_t>(row.undefined));
        writer.end_row();
    }
    writer.finish();
}

/// What is larger than all effects that were tried is null.
void write_detectable(const std::string& path, const EvaluationResult& result) {
    TableWriter writer(path, "detectable", detectable_columns);
    for (const DetectableEffect& of : result.summary.detectable) {
        const EvaluationStudy& study = result.design.studies[of.study];
        writer.add(of.displaced).add(study.months).add(result.areas.rings[study.ring].width);
        const auto add = [&](const std::optional<Simulated>& found) {
            const Simulated effect = found.value_or(Simulated());
            writer.add(effect.value).add(effect.error);
            writer.add(result.design.overall_effect(of.study, effect.value));
        };
        writer.add(result.plan.power);
        add(of.forecast);
        add(of.forecast_together);
        writer.add(result.summary.null[of.study].held.critical_z.value);
        add(of.effect);
        add(of.plain);
        writer.end_row();
    }
    writer.finish();
}

void write_replicates(const std::string& path, const EvaluationResult& result) {
    constexpr double undefined = std::numeric_limits<double>::quiet_NaN(); // becomes null
    TableWriter writer(path, "replicates", replicate_columns);
    for (std::size_t r = 0; r < result.table.replicates(); ++r) {
        for (std::size_t c = 0; c < result.table.combinations; ++c) {
            const Combination& combination = result.design.combinations[c];
            const EvaluationStudy& study = result.design.studies[combination.study];
            const crims::StudyCounts& counts = result.table.at(r, c);
            const wdd::Statistic statistic = statistic_of(counts, result.plan.confidence);
            writer.add(static_cast<std::int64_t>(r)).add(combination.effect);
            writer.add(combination.displaced).add(study.months);
            writer.add(result.areas.rings[study.ring].width);
            for (std::size_t zone = 0; zone < crims::study_zones; ++zone) {
                writer.add(static_cast<std::int64_t>(counts.pre.at(zone)));
                writer.add(static_cast<std::int64_t>(counts.post.at(zone)));
            }
            writer.add(statistic.total.estimate).add(statistic.total.standard_error);
            writer.add(statistic.z.value_or(undefined));
            writer.add(statistic.p_one_tailed.value_or(undefined));
            const ReplicateForecast forecast = r < result.table.forecasted()
                                                   ? result.table.forecast_at(r, c)
                                                   : ReplicateForecast();
            constexpr double hundred = 100;
            writer.add(static_cast<double>(forecast.area.p_reduction));
            writer.add(hundred * (static_cast<double>(forecast.area.ratio) - 1));
            writer.add(static_cast<double>(forecast.around.p_reduction));
            writer.add(static_cast<double>(forecast.together.p_reduction));
            writer.end_row();
        }
    }
    writer.finish();
}

void write_parameters(const std::string& path, const EvaluationResult& result) {
    std::vector<std::pair<std::string, std::string>> all;
    for (const toolkit::RecordedParameter& parameter : result.parameters) {
        all.emplace_back(parameter.name, toolkit::recorded_text(parameter.value));
    }
    all.emplace_back("scenario_text", result.scenario_text);
    all.emplace_back("version", result.version);
    for (const auto& [name, value] : result.model) {
        all.emplace_back("model: " + name, value);
    }
    TableWriter writer(path, "parameters", parameter_columns);
    for (const auto& [name, value] : all) {
        writer.add(std::string_view(name)).add(std::string_view(value));
        writer.end_row();
    }
    writer.finish();
}

} // namespace

EvaluationGeoPackage::EvaluationGeoPackage(const std::string& path, const EvaluationResult& result)
    : m_path(toolkit::resolved(path)), m_file(toolkit::path_beside(m_path, ".gpkg")) {
    write_zones(m_file.path(), result);
    write_rows(m_file.path(), result);
    write_detectable(m_file.path(), result);
    write_replicates(m_file.path(), result);
    write_parameters(m_file.path(), result);
}

} // namespace crims_tool
