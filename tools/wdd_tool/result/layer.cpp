// SPDX-License-Identifier: MIT
#include "wdd_tool/result/layer.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <utility>

#include <fmt/format.h>

#include "toolkit/layers/gdal_errors.hpp"
#include "toolkit/layers/polygon_reader.hpp"
#include "toolkit/text/errors.hpp"
#include "wdd_tool/styles/result_style.hpp"

namespace wdd_tool {

namespace {

/// The fields of the ArcGIS tool in its order, then ours.
constexpr std::array result_fields{
    FieldSpec{"AREATYPE", OFTString},    FieldSpec{"PREV_CNT", OFTInteger64},
    FieldSpec{"RESP_CNT", OFTInteger64}, FieldSpec{"DIFF_CNT", OFTInteger64},
    FieldSpec{"PERC", OFTReal},          FieldSpec{"SEWDD", OFTReal},
    FieldSpec{"ZWDD", OFTReal},          FieldSpec{"ONETPV", OFTReal},
    FieldSpec{"CONFITVLLO", OFTReal},    FieldSpec{"CONFITVLHI", OFTReal},
    FieldSpec{"RESPSTART", OFTDate},     FieldSpec{"RESPEND", OFTDate},
    FieldSpec{"PREVSTART", OFTDate},     FieldSpec{"PREVEND", OFTDate},
    FieldSpec{"WDD", OFTReal},           FieldSpec{"EVIDENCE", OFTString}};

constexpr std::array area_types{"Response Area", "Control Area", "Response Displacement Area",
                                "Control Displacement Area"};

wdd::BeforeAfter counts_of(const wdd::Counts& counts, wdd::Zone zone) {
    switch (zone) {
    case wdd::Zone::treated:
        return counts.treated;
    case wdd::Zone::control:
        return counts.control;
    case wdd::Zone::treated_displacement:
        return counts.treated_displacement;
    case wdd::Zone::control_displacement:
        return counts.control_displacement;
    }
    return {};
}

} // namespace

ResultLayer::ResultLayer(const toolkit::FeatureClassTarget& target, const toolkit::Crs& crs,
                         const RecordedParameters& parameters)
    : m_parameters(parameters), m_writer(result_writer(target, crs, result_fields, parameters)) {}

void ResultLayer::write(const wdd::Evaluation& evaluation, const ResultGeometry& geometry) {
    for (const wdd::Zone zone : wdd::all_zones) {
        write_zone(evaluation, geometry, zone);
    }
    write_results(evaluation, geometry);
    m_writer.set_style(toolkit::styles::result);
}

OGRFeatureUniquePtr ResultLayer::new_feature(const std::string& area_type,
                                             OGRGeometryUniquePtr geometry) {
    OGRFeatureUniquePtr feature = m_writer.new_feature();
    feature->SetField("AREATYPE", area_type.c_str());
    set_parameters(*feature, m_parameters);
    feature->SetGeometryDirectly(geometry.release());
    return feature;
}

void ResultLayer::write_zone(const wdd::Evaluation& evaluation, const ResultGeometry& geometry,
                             wdd::Zone zone) {
    constexpr double percent = 100;
    const auto& polygon = geometry.zones.polygons[zone];
    const OGRFeatureUniquePtr feature =
        new_feature(area_types.at(static_cast<std::size_t>(zone)),
                    polygon ? ogr_geometry(*polygon, geometry.computed, geometry.output) : nullptr);
    const auto [pre, post] = counts_of(evaluation.counts, zone);
    feature->SetField("PREV_CNT", static_cast<GIntBig>(pre));
    feature->SetField("RESP_CNT", static_cast<GIntBig>(post));
    feature->SetField("DIFF_CNT", static_cast<GIntBig>(post - pre));
    if (pre > 0) {
        feature->SetField("PERC", percent * (post - pre) / pre);
    }
    m_writer.write(*feature);
}

void ResultLayer::write_results(const wdd::Evaluation& evaluation, const ResultGeometry& geometry) {
    const OGRFeatureUniquePtr feature =
        new_feature("Weighted Displacement Difference Results",
                    ogr_geometry(geometry.zones.study_area, geometry.computed, geometry.output));
    const wdd::Statistic& statistic = evaluation.statistic;
    set_number(*feature, "SEWDD", statistic.total.standard_error);
    set_number(*feature, "ZWDD", statistic.z);
    set_number(*feature, "ONETPV", statistic.p_one_tailed);
    set_number(*feature, "CONFITVLLO", statistic.ci_low);
    set_number(*feature, "CONFITVLHI", statistic.ci_high);
    set_number(*feature, "WDD", statistic.total.estimate);
    feature->SetField("EVIDENCE", std::string(wdd::evidence_name(statistic.evidence)).c_str());
    set_date(*feature, "RESPSTART", evaluation.periods->post.start);
    set_date(*feature, "RESPEND", evaluation.periods->post.end);
    set_date(*feature, "PREVSTART", evaluation.periods->pre.start);
    set_date(*feature, "PREVEND", evaluation.periods->pre.end);
    m_writer.write(*feature);
}

} // namespace wdd_tool
